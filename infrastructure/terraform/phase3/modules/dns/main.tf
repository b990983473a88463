locals {
  origin_name    = "origin.${var.domain_name}"
  regional_names = { for region in var.regions : region => "${region}.${local.origin_name}" }
  ingest_names   = { for region in var.regions : region => "${region}.ingest.${var.domain_name}" }
  # CloudFront's hosted zone: one for the whole world, published by AWS.
  cloudfront_zone_id = "Z2FDTNDATAQYW2"
}

# Each region by its own name: for health checks, the region pin, and the deployment's canary.
resource "aws_route53_record" "regional" {
  for_each = local.regional_names

  zone_id = var.zone_id
  name    = each.value
  type    = "A"

  alias {
    name                   = var.load_balancers[each.key].dns_name
    zone_id                = var.load_balancers[each.key].zone_id
    evaluate_target_health = true
  }
}

# Private addresses under a public name: whoever is not in a peered network learns them and reaches nothing.
resource "aws_route53_record" "ingest" {
  for_each = local.ingest_names

  zone_id = var.zone_id
  name    = each.value
  type    = "A"

  alias {
    name                   = var.ingest_load_balancers[each.key].dns_name
    zone_id                = var.ingest_load_balancers[each.key].zone_id
    evaluate_target_health = false
  }
}

resource "aws_route53_health_check" "region" {
  for_each = local.regional_names

  type              = "HTTPS"
  fqdn              = each.value
  port              = 443
  resource_path     = "/health"
  request_interval  = 10
  failure_threshold = 3
  enable_sni        = true
  measure_latency   = true

  tags = { Name = "${var.name}-${each.key}" }
}

# CloudFront's origin. An origin group would fail over GET only; this moves POST as well, about 90 s after a region
# stops answering: three checks ten seconds apart, then the records' 60 s.
resource "aws_route53_record" "origin" {
  for_each = local.regional_names

  zone_id         = var.zone_id
  name            = local.origin_name
  type            = "A"
  set_identifier  = each.key
  health_check_id = aws_route53_health_check.region[each.key].id

  latency_routing_policy {
    region = each.key
  }

  alias {
    name                   = var.load_balancers[each.key].dns_name
    zone_id                = var.load_balancers[each.key].zone_id
    evaluate_target_health = true
  }
}

resource "aws_route53_record" "public" {
  for_each = toset(["A", "AAAA"])

  zone_id = var.zone_id
  name    = var.domain_name
  type    = each.key

  alias {
    name                   = var.distribution_domain_name
    zone_id                = local.cloudfront_zone_id
    evaluate_target_health = false
  }
}

resource "aws_cloudwatch_metric_alarm" "region_down" {
  for_each = local.regional_names

  alarm_name          = "${var.name}-${each.key}-unreachable"
  alarm_description   = "Route 53 has taken ${each.key} out: docs/runbooks/region-failover.md"
  namespace           = "AWS/Route53"
  metric_name         = "HealthCheckStatus"
  dimensions          = { HealthCheckId = aws_route53_health_check.region[each.key].id }
  statistic           = "Minimum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "LessThanThreshold"
  treat_missing_data  = "breaching"
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]
}
