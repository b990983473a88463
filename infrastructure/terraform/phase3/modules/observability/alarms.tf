locals {
  load_balancer = { LoadBalancer = var.watched.load_balancer_suffix }
  database      = { DBClusterIdentifier = var.watched.database_cluster }

  # name => what it means, where it is read and when it is too much
  alarms = merge(
    {
      slow = {
        text       = "One answer in a hundred takes over 2 s.", namespace = "AWS/ApplicationELB", metric = "TargetResponseTime"
        dimensions = local.load_balancer, statistic = "p99", threshold = 2, above = true, minutes = 5
      }
      no-answer = {
        text       = "The load balancer itself answers 5xx: no task could.", namespace = "AWS/ApplicationELB", metric = "HTTPCode_ELB_5XX_Count"
        dimensions = local.load_balancer, statistic = "Sum", threshold = 10, above = true, minutes = 2
      }
      database-cpu = {
        text       = "The database's processors are over 80 %.", namespace = "AWS/RDS", metric = "CPUUtilization"
        dimensions = local.database, statistic = "Average", threshold = 80, above = true, minutes = 10
      }
      database-connections = {
        text       = "Over 800 connections: a pool leaks or is too large.", namespace = "AWS/RDS", metric = "DatabaseConnections"
        dimensions = local.database, statistic = "Maximum", threshold = 800, above = true, minutes = 5
      }
      database-memory = {
        text       = "Under 512 MB of memory are free in the database.", namespace = "AWS/RDS", metric = "FreeableMemory"
        dimensions = local.database, statistic = "Minimum", threshold = 536870912, above = false, minutes = 10
      }
    },
    var.watched.database_is_writer ? {} : {
      replication = {
        text       = "This region's copy is over 5 s behind the writer.", namespace = "AWS/RDS", metric = "AuroraGlobalDBReplicationLag"
        dimensions = local.database, statistic = "Maximum", threshold = 5000, above = true, minutes = 5
      }
    },
    { for role, suffix in var.watched.target_groups : "${role}-unhealthy" => {
      text       = "A task of ${role} fails its health check.", namespace = "AWS/ApplicationELB", metric = "UnHealthyHostCount"
      dimensions = merge(local.load_balancer, { TargetGroup = suffix }), statistic = "Maximum", threshold = 0, above = true, minutes = 5
    } },
    { for role in var.watched.services : "${role}-cpu" => {
      text       = "${role} stays over 85 % CPU: the scaler is at its maximum or too slow.", namespace = "AWS/ECS", metric = "CPUUtilization"
      dimensions = { ClusterName = var.watched.cluster_name, ServiceName = role }, statistic = "Average", threshold = 85, above = true, minutes = 10
    } },
    # Cluster mode reports per node: <group>-<shard>-<node>.
    { for shard in range(1, var.watched.redis_shards + 1) : format("redis-%04d-memory", shard) => {
      text       = "The cache's first node in shard ${shard} is over 85 % full.", namespace = "AWS/ElastiCache", metric = "DatabaseMemoryUsagePercentage"
      dimensions = { CacheClusterId = format("%s-%04d-001", var.watched.redis_id, shard) }, statistic = "Maximum", threshold = 85, above = true, minutes = 10
    } },
  )
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.text} docs/runbooks/incident.md"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  period              = 60
  evaluation_periods  = each.value.minutes
  datapoints_to_alarm = each.value.minutes
  threshold           = each.value.threshold
  comparison_operator = each.value.above ? "GreaterThanThreshold" : "LessThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = [for index, widget in [
      { title = "Requests and errors", metrics = [for it in ["RequestCount", "HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count"] : ["AWS/ApplicationELB", it, "LoadBalancer", var.watched.load_balancer_suffix, { stat = "Sum" }]] },
      { title = "Answer time", metrics = [for it in ["p50", "p99"] : ["AWS/ApplicationELB", "TargetResponseTime", "LoadBalancer", var.watched.load_balancer_suffix, { stat = it }]] },
      { title = "CPU by role", metrics = [for it in var.watched.services : ["AWS/ECS", "CPUUtilization", "ClusterName", var.watched.cluster_name, "ServiceName", it, { stat = "Average" }]] },
      { title = "Database", metrics = [for it in ["CPUUtilization", "DatabaseConnections", "AuroraGlobalDBReplicationLag"] : ["AWS/RDS", it, "DBClusterIdentifier", var.watched.database_cluster, { stat = "Maximum" }]] },
      ] : {
      type       = "metric", x = index % 2 * 12, y = floor(index / 2) * 6, width = 12, height = 6
      properties = { title = widget.title, region = var.region, period = 60, view = "timeSeries", metrics = widget.metrics }
    }]
  })
}
