output "vpc_id" {
  description = "The network."
  value       = aws_vpc.this.id
}

output "cidr" {
  description = "The network's address range."
  value       = aws_vpc.this.cidr_block
}

output "public_subnet_ids" {
  description = "Subnets of the load balancer, one a zone."
  value       = [for letter in keys(local.zones) : aws_subnet.public[letter].id]
}

output "private_subnet_ids" {
  description = "Subnets of the services, one a zone."
  value       = [for letter in keys(local.zones) : aws_subnet.private[letter].id]
}

output "data_subnet_ids" {
  description = "Subnets of the database and the cache, one a zone, without a way to the internet."
  value       = [for letter in keys(local.zones) : aws_subnet.data[letter].id]
}

output "peered_route_table_ids" {
  description = "Route tables that need a route to each peer, by a name known before the apply."
  value = merge(
    { for letter, table in aws_route_table.private : "private-${letter}" => table.id },
    { data = aws_route_table.data.id },
  )
}
