export { toGexf, type GexfEdge, type GexfNode } from './gexf.ts'
export {
  networkId,
  networkNumber,
  NetworkRegister,
  type AccountName,
  type Membership,
  type NetworkEvent,
} from './network-register.ts'
