resource "aws_appautoscaling_target" "this" {
  for_each = var.services

  service_namespace  = "ecs"
  resource_id        = "service/${var.cluster_name}/${each.value}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = var.min_size
  max_capacity       = var.max_size
}

resource "aws_appautoscaling_policy" "cpu" {
  for_each = aws_appautoscaling_target.this

  name               = "${var.cluster_name}-${each.key}-cpu"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = each.value.service_namespace
  resource_id        = each.value.resource_id
  scalable_dimension = each.value.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value       = var.cpu_target_percent
    scale_out_cooldown = 30
    scale_in_cooldown  = 300

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}

resource "aws_appautoscaling_policy" "requests" {
  for_each = var.request_labels

  name               = "${var.cluster_name}-${each.key}-requests"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this[each.key].service_namespace
  resource_id        = aws_appautoscaling_target.this[each.key].resource_id
  scalable_dimension = aws_appautoscaling_target.this[each.key].scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value       = var.requests_per_task
    scale_out_cooldown = 30
    scale_in_cooldown  = 300

    predefined_metric_specification {
      predefined_metric_type = "ALBRequestCountPerTarget"
      resource_label         = each.value
    }
  }
}

locals {
  scheduled = { for pair in setproduct(keys(var.services), keys(var.schedule)) : "${pair[0]}-${pair[1]}" => { role = pair[0], name = pair[1] } }
}

# Target tracking follows load; a floor set in time is there before it.
resource "aws_appautoscaling_scheduled_action" "this" {
  for_each = local.scheduled

  name               = "${var.cluster_name}-${each.key}"
  service_namespace  = aws_appautoscaling_target.this[each.value.role].service_namespace
  resource_id        = aws_appautoscaling_target.this[each.value.role].resource_id
  scalable_dimension = aws_appautoscaling_target.this[each.value.role].scalable_dimension
  schedule           = var.schedule[each.value.name].expression
  timezone           = var.schedule[each.value.name].timezone

  scalable_target_action {
    min_capacity = var.schedule[each.value.name].min_size
    max_capacity = var.max_size
  }
}
