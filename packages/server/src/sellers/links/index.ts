export { startLinkUpdates, type LinkUpdates } from './update-links.ts'
