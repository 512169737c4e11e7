/** Inside the container. Routers come by the load balancer's ports, which are the owner's choice. */
export const containerPorts = { bmp: 11_019, health: 11_020, tls: 11_443 } as const;
