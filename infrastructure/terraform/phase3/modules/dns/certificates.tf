locals {
  # What an origin answers to, beside the public name that CloudFront passes on.
  origin_names = { for region in var.regions : region => [local.origin_name, local.regional_names[region], local.ingest_names[region]] }
  proven_names = toset(concat([var.domain_name, local.origin_name], values(local.regional_names), values(local.ingest_names)))
}

resource "aws_acm_certificate" "edge" {
  domain_name       = var.domain_name
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate" "first" {
  domain_name               = var.domain_name
  subject_alternative_names = local.origin_names[var.regions[0]]
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate" "second" {
  provider = aws.second

  domain_name               = var.domain_name
  subject_alternative_names = local.origin_names[var.regions[1]]
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate" "third" {
  provider = aws.third

  domain_name               = var.domain_name
  subject_alternative_names = local.origin_names[var.regions[2]]
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

locals {
  # One name has one proof, whichever certificate asks for it.
  proofs = { for it in flatten([
    for certificate in [aws_acm_certificate.first, aws_acm_certificate.second, aws_acm_certificate.third] :
    tolist(certificate.domain_validation_options)
  ]) : it.domain_name => it... }
}

resource "aws_route53_record" "proof" {
  for_each = local.proven_names

  zone_id         = var.zone_id
  name            = local.proofs[each.key][0].resource_record_name
  type            = local.proofs[each.key][0].resource_record_type
  records         = [local.proofs[each.key][0].resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "edge" {
  certificate_arn         = aws_acm_certificate.edge.arn
  validation_record_fqdns = [aws_route53_record.proof[var.domain_name].fqdn]
}

resource "aws_acm_certificate_validation" "first" {
  certificate_arn         = aws_acm_certificate.first.arn
  validation_record_fqdns = [for name in concat([var.domain_name], local.origin_names[var.regions[0]]) : aws_route53_record.proof[name].fqdn]
}

resource "aws_acm_certificate_validation" "second" {
  provider = aws.second

  certificate_arn         = aws_acm_certificate.second.arn
  validation_record_fqdns = [for name in concat([var.domain_name], local.origin_names[var.regions[1]]) : aws_route53_record.proof[name].fqdn]
}

resource "aws_acm_certificate_validation" "third" {
  provider = aws.third

  certificate_arn         = aws_acm_certificate.third.arn
  validation_record_fqdns = [for name in concat([var.domain_name], local.origin_names[var.regions[2]]) : aws_route53_record.proof[name].fqdn]
}
