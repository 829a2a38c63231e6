### The path around NAT.

## HCX405 udp-timeout

hcx405-seconds = { $seconds } seconds
hcx405-for-ever = ever, until somebody clears it
# $who: the appliances. $lost: what goes with the entry.
hcx405-short = an entry of { $who } that is idle for { $seconds } seconds goes, and its { $lost } with it: the next packet may leave with another { $lost }, and answers in between find nothing
hcx405-short-line = shorter than the { $least } seconds that RFC 4787 asks for at least
hcx405-short-help = Type 'no { $command }' to have the general timer back, { $default } seconds by default, and the old line to undo it. How often HCX sends a keepalive is not published; NAT-T implementations that say so send one about every { $keepalive } seconds. Static NAT has no such problem: address and port are fixed.
hcx405-long = entries of the shared address of { $who } stay for { $how_long }: one that is left from a host that is gone, or from before a redeploy, keeps its port from an appliance that long
hcx405-long-line = idle entries stay this long
hcx405-long-help = Before a redeploy, look for rows with port 4500 and clear those that are stale. 'no { $command }' has the general timer back, 300 seconds by default, and the old line undoes it. With static NAT for each appliance it does not matter.
