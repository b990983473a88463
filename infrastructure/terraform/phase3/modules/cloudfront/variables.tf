variable "name" {
  description = "Name of the distribution's parts, for example riches-reach-prod."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,40}$", var.name))
    error_message = "name must be 3 to 41 lower-case letters, digits and hyphens, starting with a letter."
  }
}

variable "account_id" {
  description = "The AWS account."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be the 12 digits of an AWS account."
  }
}

variable "domain_name" {
  description = "The public name."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$", var.domain_name))
    error_message = "domain_name must be a lower-case DNS name without scheme or trailing dot."
  }
}

variable "origins" {
  description = "Regions by name with underscores (us_east_1) to the name of their load balancer."
  type        = map(object({ domain_name = string }))

  validation {
    condition     = length(var.origins) >= 2 && alltrue([for key in keys(var.origins) : can(regex("^[a-z]{2}_[a-z]+_[0-9]$", key))])
    error_message = "origins must name at least two regions, such as us_east_1."
  }
}

variable "latency_origin" {
  description = "The Route 53 latency record with health checks: where requests go unless they are pinned."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$", var.latency_origin))
    error_message = "latency_origin must be a lower-case DNS name without scheme or trailing dot."
  }
}

variable "resident_region" {
  description = "Where requests with personal data of residents of the EU and the EEA are served."
  type        = string
  default     = "eu_west_1"

  validation {
    condition     = contains(keys(var.origins), var.resident_region)
    error_message = "resident_region must be one of the origins."
  }
}

variable "certificate_arn" {
  description = "Certificate of the public name, in us-east-1."
  type        = string
}

variable "web_acl_arn" {
  description = "The CLOUDFRONT web ACL, in us-east-1."
  type        = string
}

variable "origin_secret" {
  description = "Said to the origins in X-Origin-Verify."
  type        = string
  sensitive   = true

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{32,64}$", var.origin_secret))
    error_message = "origin_secret must be 32 to 64 letters, digits, hyphens or underscores."
  }
}

variable "edge_dir" {
  description = "Where the emitted edge functions lie (npm run edge)."
  type        = string

  validation {
    condition     = alltrue([for name in ["viewer-request.js", "viewer-response.js", "origin-request.zip"] : fileexists("${var.edge_dir}/${name}")])
    error_message = "edge_dir lacks an emitted function. Run npm run edge."
  }
}

variable "price_class" {
  description = "PriceClass_100 (America and Europe), PriceClass_200 (with Asia) or PriceClass_All."
  type        = string
  default     = "PriceClass_200"

  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.price_class)
    error_message = "price_class must be PriceClass_100, PriceClass_200 or PriceClass_All."
  }
}

variable "kms_key_arn" {
  description = "The key of us-east-1."
  type        = string
}

variable "log_retention_days" {
  description = "How long access logs are kept."
  type        = number
  default     = 90

  validation {
    condition     = contains([30, 60, 90, 180, 365, 400], var.log_retention_days)
    error_message = "log_retention_days must be 30, 60, 90, 180, 365 or 400."
  }
}

variable "force_destroy" {
  description = "Whether destroying the stack may delete its logs; only for throw-away environments."
  type        = bool
  default     = false
}
