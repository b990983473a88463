# CloudFront's list counts as 55 of the 60 rules that one group may hold and Route 53's as 25: they need a group each.
resource "aws_security_group" "from_cloudfront" {
  name        = "${var.cluster_name}-from-cloudfront"
  description = "HTTPS from CloudFront"
  vpc_id      = var.vpc.id

  tags = { Name = "${var.cluster_name}-from-cloudfront" }
}

resource "aws_vpc_security_group_ingress_rule" "cloudfront" {
  security_group_id = aws_security_group.from_cloudfront.id
  description       = "HTTPS from CloudFront"
  prefix_list_id    = var.cloudfront_prefix_list_id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_security_group" "from_health_checkers" {
  name        = "${var.cluster_name}-from-health-checkers"
  description = "HTTPS from Route 53 health checkers"
  vpc_id      = var.vpc.id

  tags = { Name = "${var.cluster_name}-from-health-checkers" }
}

resource "aws_vpc_security_group_ingress_rule" "health_checkers" {
  security_group_id = aws_security_group.from_health_checkers.id
  description       = "HTTPS from Route 53 health checkers"
  prefix_list_id    = var.health_checker_prefix_list_id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "load_balancer" {
  security_group_id            = aws_security_group.from_cloudfront.id
  description                  = "To the tasks"
  referenced_security_group_id = aws_security_group.tasks.id
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
}

resource "aws_security_group" "tasks" {
  name        = "${var.cluster_name}-tasks"
  description = "Tasks of ${var.cluster_name}"
  vpc_id      = var.vpc.id

  tags = { Name = "${var.cluster_name}-tasks" }
}

resource "aws_vpc_security_group_ingress_rule" "tasks" {
  security_group_id            = aws_security_group.tasks.id
  description                  = "From the load balancer"
  referenced_security_group_id = aws_security_group.from_cloudfront.id
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
}

# AI providers, AWS and the writer's region; none of them has a fixed address.
resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.tasks.id
  description       = "HTTPS to providers"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "data" {
  for_each = { postgresql = 5432, redis = 6379 }

  security_group_id = aws_security_group.tasks.id
  description       = "To ${each.key}"
  cidr_ipv4         = var.vpc.cidr
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
}
