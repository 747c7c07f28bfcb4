export { ListingThumbnail, type ListingThumbnailProps } from './listing-thumbnail.tsx'
