export {
  NetworkRegister,
  type AccountName,
  type Membership,
  type NetworkEvent,
} from './network-register.ts'
