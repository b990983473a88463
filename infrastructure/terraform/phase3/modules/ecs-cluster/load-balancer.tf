module "access_logs" {
  source = "../log-bucket"

  name            = "${var.cluster_name}-alb-${var.account_id}"
  account_id      = var.account_id
  writer_services = ["logdelivery.elasticloadbalancing.amazonaws.com"]
  encryption      = "s3"
  expire_days     = var.log_retention_days
  force_destroy   = var.environment == "dev"
}

resource "aws_lb" "this" {
  name               = var.short_name
  load_balancer_type = "application"
  internal           = false
  subnets            = var.public_subnet_ids
  security_groups    = [aws_security_group.from_cloudfront.id, aws_security_group.from_health_checkers.id]

  drop_invalid_header_fields = true
  desync_mitigation_mode     = "defensive"
  enable_deletion_protection = var.deletion_protection
  # Longer than the realtime role's heartbeat, so that a quiet socket stays.
  idle_timeout = 120

  access_logs {
    enabled = true
    bucket  = module.access_logs.id
  }
}

resource "aws_lb_target_group" "this" {
  for_each = local.served

  name        = "${var.short_name}-${each.key}"
  vpc_id      = var.vpc.id
  target_type = "ip"
  port        = local.port
  protocol    = "HTTP"
  # A task stops taking work at once and has this long to finish what it has.
  deregistration_delay = each.key == "realtime" ? 60 : 30

  load_balancing_algorithm_type = "least_outstanding_requests"

  health_check {
    path                = "/health"
    matcher             = "200"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn

  default_action {
    type = "fixed-response"
    fixed_response {
      content_type = "application/json"
      status_code  = "403"
      message_body = "{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,\"detail\":\"Ask the public address.\"}"
    }
  }
}
