output "domain_name" {
  description = "CloudFront's own name for the distribution."
  value       = aws_cloudfront_distribution.this.domain_name
}

output "distribution_id" {
  description = "The distribution."
  value       = aws_cloudfront_distribution.this.id
}

output "key_value_store_arn" {
  description = "Where the runbooks switch maintenance and pins."
  value       = aws_cloudfront_key_value_store.this.arn
}
