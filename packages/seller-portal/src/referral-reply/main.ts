import '@touchstone/console/tokens.css'
import '../seller-portal.css'
import { ReferralReplyPage } from './referral-reply-page.ts'

const place = document.querySelector<HTMLElement>('#reply')
if (place === null) throw new Error('the page has no place for the reply')

// The fragment never leaves the browser, so that no log holds the token.
await new ReferralReplyPage(place, location.hash.slice(1)).begin()
