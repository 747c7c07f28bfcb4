export { ListingThumbnail } from './listing-thumbnail.tsx'
