variable "name" {
  description = "Name of the web ACL, for example riches-reach-prod-edge."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,60}$", var.name))
    error_message = "name must be 3 to 61 lower-case letters, digits and hyphens, starting with a letter."
  }
}

variable "scope" {
  description = "CLOUDFRONT (made in us-east-1 only) or REGIONAL."
  type        = string

  validation {
    condition     = contains(["CLOUDFRONT", "REGIONAL"], var.scope)
    error_message = "scope must be CLOUDFRONT or REGIONAL."
  }
}

variable "region" {
  description = "The region of the provider handed to this module."
  type        = string

  validation {
    condition     = var.scope != "CLOUDFRONT" || var.region == "us-east-1"
    error_message = "A web ACL for CloudFront exists in us-east-1 only: hand the module the us-east-1 provider."
  }
}

variable "load_balancer_arn" {
  description = "The load balancer to guard; null for CloudFront, which names the ACL itself."
  type        = string
  default     = null
}

variable "requests_per_5_minutes" {
  description = "Requests from one address in five minutes before it is blocked."
  type        = number
  default     = 3000

  validation {
    condition     = var.requests_per_5_minutes >= 100 && var.requests_per_5_minutes <= 2000000
    error_message = "requests_per_5_minutes must be from 100 to 2000000."
  }
}

variable "kms_key_arn" {
  description = "The region's key."
  type        = string
}

variable "log_retention_days" {
  description = "How long the log is kept."
  type        = number
  default     = 90

  validation {
    condition     = contains([30, 60, 90, 180, 365, 400], var.log_retention_days)
    error_message = "log_retention_days must be 30, 60, 90, 180, 365 or 400."
  }
}
