locals {
  # A rule may compare five values at most, the secret among them; so the sockets' four paths take two rules.
  # A socket opens with GET on the very path where events are recorded with POST.
  routes = { for it in [
    { priority = 10, role = "realtime", methods = ["GET"], paths = ["/analytics/dashboard", "/analytics/metrics"] },
    { priority = 11, role = "realtime", methods = ["GET"], paths = ["/analytics/predictions", "/analytics/alerts"] },
    { priority = 20, role = "ai-router", methods = [], paths = ["/ai/*", "/v1/*"] },
    { priority = 30, role = "analytics", methods = [], paths = ["/analytics/*", "/performance/*", "/portfolios", "/portfolios/*"] },
    { priority = 31, role = "analytics", methods = ["GET"], paths = ["/collect.js"] },
    { priority = 40, role = "web", methods = [], paths = ["/*"] },
  ] : it.priority => it if contains(keys(local.served), it.role) }
}

# Route 53's checkers cannot send a secret; they may ask this one path.
resource "aws_lb_listener_rule" "health" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 1

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this["web"].arn
  }

  condition {
    path_pattern {
      values = ["/health"]
    }
  }
}

resource "aws_lb_listener_rule" "route" {
  for_each = local.routes

  listener_arn = aws_lb_listener.https.arn
  priority     = each.value.priority

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this[each.value.role].arn
  }

  condition {
    http_header {
      http_header_name = "X-Origin-Verify"
      values           = [var.origin_secret]
    }
  }

  condition {
    path_pattern {
      values = each.value.paths
    }
  }

  dynamic "condition" {
    for_each = length(each.value.methods) > 0 ? [each.value.methods] : []
    content {
      http_request_method {
        values = condition.value
      }
    }
  }
}
