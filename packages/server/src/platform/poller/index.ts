export { keepLooking, type Looking } from './poller.ts'
