# A second, private way in for what the other regions forward because it writes: over the peering, never over the internet.
# A target group belongs to one load balancer, so services that write register with both.
locals {
  # The analytics service has every route that writes but those of AI.
  ingest = { analytics = "ingest", ai-router = "ingest-ai" }
}

resource "aws_security_group" "ingest" {
  name        = "${var.cluster_name}-ingest"
  description = "HTTPS from the other regions"
  vpc_id      = var.vpc.id

  tags = { Name = "${var.cluster_name}-ingest" }
}

resource "aws_vpc_security_group_ingress_rule" "peers" {
  for_each = toset(var.peer_cidrs)

  security_group_id = aws_security_group.ingest.id
  description       = "HTTPS from ${each.key}"
  cidr_ipv4         = each.key
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "ingest" {
  security_group_id            = aws_security_group.ingest.id
  description                  = "To the tasks"
  referenced_security_group_id = aws_security_group.tasks.id
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
}

resource "aws_vpc_security_group_ingress_rule" "tasks_from_ingest" {
  security_group_id            = aws_security_group.tasks.id
  description                  = "From the other regions' load balancer"
  referenced_security_group_id = aws_security_group.ingest.id
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
}

resource "aws_lb" "ingest" {
  name               = "${var.short_name}-ingest"
  load_balancer_type = "application"
  internal           = true
  subnets            = var.private_subnet_ids
  security_groups    = [aws_security_group.ingest.id]

  drop_invalid_header_fields = true
  desync_mitigation_mode     = "defensive"
  enable_deletion_protection = var.deletion_protection

  # A model may take its time; the server that forwards waits as long.
  idle_timeout = 120

  access_logs {
    enabled = true
    bucket  = module.access_logs.id
    prefix  = "ingest"
  }
}

resource "aws_lb_target_group" "ingest" {
  for_each = local.ingest

  name                 = "${var.short_name}-${each.value}"
  vpc_id               = var.vpc.id
  target_type          = "ip"
  port                 = local.port
  protocol             = "HTTP"
  deregistration_delay = 30

  health_check {
    path                = "/health"
    matcher             = "200"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener" "ingest" {
  load_balancer_arn = aws_lb.ingest.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.ingest["analytics"].arn
  }
}

resource "aws_lb_listener_rule" "ingest_ai" {
  listener_arn = aws_lb_listener.ingest.arn
  priority     = 10

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.ingest["ai-router"].arn
  }

  condition {
    path_pattern {
      values = ["/ai/*", "/v1/*"]
    }
  }
}
