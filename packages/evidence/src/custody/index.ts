export {
  custodyActions,
  custodyFault,
  CustodyEvent,
  withEvent,
  type CustodyEntry,
} from './custody.ts'
