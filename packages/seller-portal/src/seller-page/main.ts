import '@touchstone/console/tokens.css'
import '../seller-portal.css'
import { EmailAddressPage } from './email-address-page.ts'
import { SellerPortalPage } from './seller-page.ts'

const place = document.querySelector<HTMLElement>('#seller')
if (place === null) throw new Error('the page has no place for the seller’s page')

// Removes the token from the address first, so that neither the history nor onlookers see it.
const token = location.hash.slice(1)
const search = new URLSearchParams(location.search)
if (token !== '') history.replaceState(null, '', '/appeal')

const does = search.get('email')
await (does === 'confirm' || does === 'remove'
  ? new EmailAddressPage(place, { does, token }).begin()
  : new SellerPortalPage(place).begin({ token, link: search.get('link') }))
