# These two stop a deployment and turn it back; people are told by the observability module.
resource "aws_cloudwatch_metric_alarm" "memory" {
  for_each = var.services

  alarm_name          = "${var.cluster_name}-${each.key}-memory"
  alarm_description   = "${each.key} uses over 90 % of its memory: it leaks or is too small."
  namespace           = "AWS/ECS"
  metric_name         = "MemoryUtilization"
  dimensions          = { ClusterName = var.cluster_name, ServiceName = each.key }
  statistic           = "Average"
  period              = 60
  evaluation_periods  = 3
  threshold           = 90
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  for_each = local.served

  alarm_name          = "${var.cluster_name}-${each.key}-5xx"
  alarm_description   = "Over 1 % of ${each.key}'s answers are server errors."
  evaluation_periods  = 2
  threshold           = 1
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"

  metric_query {
    id          = "share"
    expression  = "IF(requests > 20, 100 * errors / requests, 0)"
    label       = "5xx share"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { errors = "HTTPCode_Target_5XX_Count", requests = "RequestCount" }
    content {
      id = metric_query.key
      metric {
        namespace   = "AWS/ApplicationELB"
        metric_name = metric_query.value
        dimensions = {
          LoadBalancer = aws_lb.this.arn_suffix
          TargetGroup  = aws_lb_target_group.this[each.key].arn_suffix
        }
        stat   = "Sum"
        period = 60
      }
    }
  }
}
