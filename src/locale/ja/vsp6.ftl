### vSphere 側
