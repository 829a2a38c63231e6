### Predicted from the configuration.

## HCX201 overload-collision

hcx201-summary = two or more appliances share one inside global address by overload, and only one can keep UDP 4500

## HCX202 port-not-reserved

hcx202-summary = an appliance shares its inside global address with other hosts, and nothing reserves UDP 4500 for it

## HCX203 no-nat-rule

hcx203-summary = no NAT rule takes an appliance, so it leaves with its inside address

## HCX204 nat-not-triggered

hcx204-summary = the packet does not pass from an 'ip nat inside' to an 'ip nat outside' interface, so NAT does not look at it

## HCX205 undefined-reference

hcx205-summary = a NAT rule names an access list, pool, route-map or interface that is not defined

## HCX206 port-never-preserved

hcx206-summary = a NAT setting of the router keeps UDP 4500 from any inside host on the shared address

## HCX207 reserved-for-other

hcx207-summary = a static NAT gives UDP 4500 of the shared address to another host

## HCX208 pool-exhausted

hcx208-summary = a NAT rule without overload has fewer addresses than there are appliances, so one gets no translation

## HCX209 order-dependent

hcx209-summary = two NAT rules take an appliance and do different things, and which one the router tries first is not documented

## HCX210 pool-does-not-separate

hcx210-summary = an overload pool of several addresses does not give each appliance one of them

## HCX211 path-resiliency-not-covered

hcx211-summary = Application Path Resiliency is on, and ports of its range are left to a shared address
