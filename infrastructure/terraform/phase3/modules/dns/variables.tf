variable "name" {
  description = "Prefix of the health checks' names, for example riches-reach-prod."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,40}$", var.name))
    error_message = "name must be 3 to 41 lower-case letters, digits and hyphens, starting with a letter."
  }
}

variable "zone_id" {
  description = "The public hosted zone of the domain."
  type        = string

  validation {
    condition     = can(regex("^Z[A-Z0-9]{8,31}$", var.zone_id))
    error_message = "zone_id must be a hosted zone's id, such as Z0123456789ABCDEFGHIJ."
  }
}

variable "domain_name" {
  description = "The public name, for example app.example.com."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$", var.domain_name))
    error_message = "domain_name must be a lower-case DNS name without scheme or trailing dot."
  }
}

variable "regions" {
  description = "The three regions in the order of the providers: this module's own (us-east-1), second, third."
  type        = list(string)

  validation {
    condition     = length(var.regions) == 3 && length(distinct(var.regions)) == 3
    error_message = "regions must be three different ones."
  }

  validation {
    condition     = var.regions[0] == "us-east-1"
    error_message = "regions must begin with us-east-1: CloudFront takes certificates from there only."
  }
}

variable "load_balancers" {
  description = "Region to its load balancer."
  type        = map(object({ dns_name = string, zone_id = string }))
}

variable "ingest_load_balancers" {
  description = "Region to its private load balancer."
  type        = map(object({ dns_name = string, zone_id = string }))
}

variable "distribution_domain_name" {
  description = "Where the public name points."
  type        = string
}

variable "alarm_topic_arn" {
  description = "Topic in us-east-1; Route 53 publishes its metrics nowhere else."
  type        = string
}
