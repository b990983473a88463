output "origin_name" {
  description = "The latency record that CloudFront asks."
  value       = local.origin_name
}

output "regional_names" {
  description = "Region to its own name."
  value       = local.regional_names
}

output "ingest_names" {
  description = "Region to the private name of its ingest."
  value       = local.ingest_names
}

output "edge_certificate_arn" {
  description = "CloudFront's certificate, once it is proven."
  value       = aws_acm_certificate_validation.edge.certificate_arn
}

output "origin_certificate_arns" {
  description = "Region to its load balancer's certificate, once it is proven."
  value = {
    (var.regions[0]) = aws_acm_certificate_validation.first.certificate_arn
    (var.regions[1]) = aws_acm_certificate_validation.second.certificate_arn
    (var.regions[2]) = aws_acm_certificate_validation.third.certificate_arn
  }
}
