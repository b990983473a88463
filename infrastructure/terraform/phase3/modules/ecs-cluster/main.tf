locals {
  port = 8000
  # The worker serves nobody; everyone else stands behind the load balancer.
  served = { for role, it in var.services : role => it if role != "worker" }
  # Provider keys reach only the roles that call a provider.
  calls_ai = ["ai-router", "worker"]
}

resource "aws_ecs_cluster" "this" {
  name = var.cluster_name

  setting {
    name  = "containerInsights"
    value = "enhanced"
  }
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]

  default_capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }
}

resource "aws_cloudwatch_log_group" "service" {
  for_each = var.services

  name              = "/riches-reach/${var.cluster_name}/${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_ecs_service" "this" {
  for_each = var.services

  name                               = each.key
  cluster                            = aws_ecs_cluster.this.id
  task_definition                    = aws_ecs_task_definition.this[each.key].arn
  launch_type                        = "FARGATE"
  platform_version                   = "1.4.0"
  desired_count                      = var.desired_size
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  availability_zone_rebalancing      = "ENABLED"
  enable_execute_command             = false
  propagate_tags                     = "SERVICE"
  health_check_grace_period_seconds  = contains(keys(local.served), each.key) ? 60 : null

  network_configuration {
    subnets          = var.private_subnet_ids
    security_groups  = [aws_security_group.tasks.id]
    assign_public_ip = false
  }

  dynamic "load_balancer" {
    for_each = contains(keys(local.served), each.key) ? [each.key] : []
    content {
      target_group_arn = aws_lb_target_group.this[load_balancer.value].arn
      container_name   = "app"
      container_port   = local.port
    }
  }

  dynamic "load_balancer" {
    for_each = contains(keys(local.ingest), each.key) ? [each.key] : []
    content {
      target_group_arn = aws_lb_target_group.ingest[load_balancer.value].arn
      container_name   = "app"
      container_port   = local.port
    }
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  # The breaker sees tasks that die; the alarms see tasks that live and answer wrongly.
  alarms {
    enable   = true
    rollback = true
    alarm_names = concat(
      ["${var.cluster_name}-${each.key}-memory"],
      contains(keys(local.served), each.key) ? ["${var.cluster_name}-${each.key}-5xx"] : [],
    )
  }

  lifecycle {
    ignore_changes = [desired_count]
  }

  depends_on = [aws_lb_listener_rule.route, aws_lb_listener_rule.health, aws_lb_listener.ingest, aws_lb_listener_rule.ingest_ai, aws_cloudwatch_metric_alarm.memory, aws_cloudwatch_metric_alarm.errors]
}
