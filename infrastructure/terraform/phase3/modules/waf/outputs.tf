output "arn" {
  description = "The web ACL."
  value       = aws_wafv2_web_acl.this.arn
}

output "name" {
  description = "The web ACL's name, as metrics use it."
  value       = aws_wafv2_web_acl.this.name
}
