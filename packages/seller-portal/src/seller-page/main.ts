import '@touchstone/console/tokens.css'
import '../seller-portal.css'
import { SellerPortalPage } from './seller-page.ts'

const place = document.querySelector<HTMLElement>('#seller')
if (place === null) throw new Error('the page has no place for the seller’s page')

// Removes the token from the address first, so that neither the history nor onlookers see it.
const token = location.hash.slice(1)
const link = new URLSearchParams(location.search).get('link')
if (token !== '') history.replaceState(null, '', '/appeal')

await new SellerPortalPage(place).begin({ token, link })
