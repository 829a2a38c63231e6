### The vSphere side.

## VSP601 mac-drift

vsp601-summary = a virtual machine uses another MAC address than the configured one: the next vMotion may cut it off

## VSP602 port-blocked

vsp602-summary = after a change of its MAC address a virtual machine was moved or its port blocked, and it is cut off

## VSP603 uplink-without-arp

vsp603-summary = the router gets no ARP answer from an appliance's uplink address: a missing translation is not NAT's fault

## VSP604 duplicate-mac

vsp604-summary = two adapters have, or answer with, one MAC address

## VSP605 mac-change-open

vsp605-summary = the configured MAC address of a virtual machine was changed, and the input does not show which one it uses
