export { keepLooking, type Looking } from './looking.ts'
