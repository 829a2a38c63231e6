### Hazards of static NAT.

## HCX301 static-conflict

hcx301-summary = two static NAT rules give the same inside global endpoint to different hosts

## HCX302 static-takes-router-ike

hcx302-summary = a static NAT takes UDP 500 or 4500 of an address on which the router itself terminates IPsec

## HCX303 static-on-device-address

hcx303-summary = on IOS-XE a static NAT names an address that the router itself owns, which Cisco documents as unsupported

## HCX304 static-in-pool-range

hcx304-summary = the public address of an appliance's static lies in a pool from which a dynamic rule takes addresses

## HCX305 static-in-wrong-vrf

hcx305-summary = a static for an appliance is in another VRF than the interface on which the appliance arrives

## HCX306 static-without-redundancy

hcx306-summary = the public address of an appliance's static is in the subnet of an HSRP or VRRP group, and the static names no group

## HCX307 whole-address-static-on-shared

hcx307-summary = a static gives one host the whole of an address that others share by overload
