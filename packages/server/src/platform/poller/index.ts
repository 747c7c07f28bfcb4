export { startPoller, type Poller } from './poller.ts'
