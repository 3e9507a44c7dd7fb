// The one class the map needs; `esnext` leaves out the style injection of the standalone build.
import { Network } from "vis-network/esnext";

globalThis.vis = { Network };
