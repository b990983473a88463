locals {
  latency_origin_id = "latency"
  origins           = merge({ for key, it in var.origins : replace(key, "_", "-") => it.domain_name }, { (local.latency_origin_id) = var.latency_origin })
  resident_origin   = var.origins[var.resident_region].domain_name

  behaviors = {
    "/assets/*" = { cache = aws_cloudfront_cache_policy.assets.id, methods = ["GET", "HEAD"] }
    "/docs/*"   = { cache = aws_cloudfront_cache_policy.documents.id, methods = ["GET", "HEAD"] }
  }
}

# The cache hit rate is one of the metrics that CloudFront gives only when asked to.
resource "aws_cloudfront_monitoring_subscription" "this" {
  distribution_id = aws_cloudfront_distribution.this.id

  monitoring_subscription {
    realtime_metrics_subscription_config {
      realtime_metrics_subscription_status = "Enabled"
    }
  }
}

resource "aws_cloudfront_distribution" "this" {
  comment         = var.name
  enabled         = true
  is_ipv6_enabled = true
  http_version    = "http2and3"
  aliases         = [var.domain_name]
  price_class     = var.price_class
  web_acl_id      = var.web_acl_arn

  dynamic "origin" {
    for_each = local.origins
    content {
      origin_id   = origin.key
      domain_name = origin.value

      custom_origin_config {
        http_port                = 80
        https_port               = 443
        origin_protocol_policy   = "https-only"
        origin_ssl_protocols     = ["TLSv1.2"]
        origin_read_timeout      = 60
        origin_keepalive_timeout = 60
      }

      custom_header {
        name  = "X-Origin-Verify"
        value = var.origin_secret
      }

      # The functions at the edge have no environment; this is how the residency function learns the region's name.
      custom_header {
        name  = "X-Resident-Origin"
        value = local.resident_origin
      }
    }
  }

  default_cache_behavior {
    target_origin_id           = local.latency_origin_id
    allowed_methods            = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    cached_methods             = ["GET", "HEAD"]
    viewer_protocol_policy     = "redirect-to-https"
    compress                   = true
    cache_policy_id            = aws_cloudfront_cache_policy.never.id
    origin_request_policy_id   = aws_cloudfront_origin_request_policy.viewer.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id

    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.viewer_request.arn
    }

    function_association {
      event_type   = "viewer-response"
      function_arn = aws_cloudfront_function.viewer_response.arn
    }

    lambda_function_association {
      event_type   = "origin-request"
      lambda_arn   = aws_lambda_function.origin_request.qualified_arn
      include_body = false
    }
  }

  dynamic "ordered_cache_behavior" {
    for_each = local.behaviors
    content {
      path_pattern               = ordered_cache_behavior.key
      target_origin_id           = local.latency_origin_id
      allowed_methods            = ordered_cache_behavior.value.methods
      cached_methods             = ["GET", "HEAD"]
      viewer_protocol_policy     = "redirect-to-https"
      compress                   = true
      cache_policy_id            = ordered_cache_behavior.value.cache
      response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id

      function_association {
        event_type   = "viewer-request"
        function_arn = aws_cloudfront_function.viewer_request.arn
      }
    }
  }

  viewer_certificate {
    acm_certificate_arn      = var.certificate_arn
    ssl_support_method       = "sni-only"
    minimum_protocol_version = "TLSv1.2_2021"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
}
