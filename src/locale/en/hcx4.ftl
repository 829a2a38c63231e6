### The path around NAT.

## HCX401 flow-filtered

hcx401-summary = an access list of an interface drops an appliance's UDP 4500 on its way in or out

## HCX402 return-port-filtered

hcx402-summary = an access list on the way back drops the answers to the port by which an appliance left

## HCX403 double-nat

hcx403-summary = the inside global address is private or carrier space, so another NAT upstream may change the port again

## HCX404 pmtu-icmp-blocked

hcx404-summary = ICMP 'fragmentation needed' (3/4) cannot reach an appliance, so path MTU discovery fails

## HCX405 udp-timeout

hcx405-summary = the timeout of an appliance's UDP entries is shorter than a tunnel may be quiet, or so long that stale entries stay
hcx405-seconds = { $seconds } seconds
hcx405-for-ever = ever, until somebody clears it
# $who: the appliances. $lost: what goes with the entry.
hcx405-short = an entry of { $who } that is idle for { $seconds } seconds goes, and its { $lost } with it: the next packet may leave with another { $lost }, and answers in between find nothing
hcx405-short-line = shorter than the { $least } seconds that RFC 4787 asks for at least
hcx405-short-help = Type 'no { $command }' to have the general timer back, { $default } seconds by default, and the old line to undo it. How often HCX sends a keepalive is not published; NAT-T implementations that say so send one about every { $keepalive } seconds. Static NAT has no such problem: address and port are fixed.
hcx405-long = entries of the shared address of { $who } stay for { $how_long }: one that is left from a host that is gone, or from before a redeploy, keeps its port from an appliance that long
hcx405-long-line = idle entries stay this long
hcx405-long-help = Before a redeploy, look for rows with port 4500 and clear those that are stale. 'no { $command }' has the general timer back, 300 seconds by default, and the old line undoes it. With static NAT for each appliance it does not matter.

## HCX406 max-entries

hcx406-summary = a limit on NAT entries is full, or so small that it can refuse those of an appliance

## HCX407 mtu-too-small

hcx407-summary = an interface on the way has an MTU below the 1150 that HCX needs (error), or below 1500 (note)

## HCX408 ike-preserve-port

hcx408-summary = 'IKE preserve-port' or 'enable-sym-port' is configured, and neither keeps UDP 4500 of an appliance

## HCX409 udp-500-filtered

hcx409-summary = an access list drops UDP 500, which old releases of HCX used beside 4500

## HCX410 self-traffic-translated

hcx410-summary = the list of an overload rule permits the router's own outside address, so IOS-XE translates its own packets too

## HCX411 zone-drops-flow

hcx411-summary = the zone-based firewall of the router drops an appliance's UDP 4500, or the answers to it

## HCX412 failover-shares-address

hcx412-summary = when an interface fails, a floating static route brings appliances behind one shared address

## HCX413 service-filtered

hcx413-summary = an access list drops a connection beside the tunnels: site pairing (TCP 443), perftest (5201)

## HCX414 interface-down

hcx414-summary = an interface on the way of an appliance was down, or had no address, when the capture was taken
