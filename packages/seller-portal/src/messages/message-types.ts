// Written by `npm run messages` from the English files; a test holds it to them.
import type check from '../../locales/en/check.json'
import type noticeForm from '../../locales/en/notice-form.json'
import type referralReply from '../../locales/en/referral-reply.json'
import type report from '../../locales/en/report.json'
import type sellerPage from '../../locales/en/seller-page.json'
import type sellerReferrals from '../../locales/en/seller-referrals.json'
import type watchPolicy from '../../locales/en/watch-policy.json'

/** The keys of each namespace. */
export type NamespaceKeys = {
  check: keyof typeof check
  'notice-form': keyof typeof noticeForm
  'referral-reply': keyof typeof referralReply
  report: keyof typeof report
  'seller-page': keyof typeof sellerPage
  'seller-referrals': keyof typeof sellerReferrals
  'watch-policy': keyof typeof watchPolicy
}

/** The values of messages that have arguments. */
export type MessageArguments = {
  'check.issued.meaning': { maker: string | number }
  'check.asked-before.meaning': { count: number; maker: string | number }
  'check.copies-suspected.meaning': { maker: string | number }
  'check.recalled.meaning': { day: string | number; maker: string | number }
  'check.withdrawn.meaning': { day: string | number; maker: string | number }
  'check.unknown.meaning': { maker: string | number }
  'check.mistyped.meaning': { maker: string | number }
  'check.no-serial.meaning': { maker: string | number }
  'check.alert': { day: string | number }
  'check.listing.alert.meaning': { gtin: string | number; maker: string | number }
  'check.listing.decision.meaning': { day: string | number; marketplace: string | number }
  'check.listing.channels': { brand: string | number; maker: string | number }
  'check.listing.channel.open': { marketplace: string | number }
  'check.listing.channel.none': { marketplace: string | number }
  'check.signature.signed': { maker: string | number }
  'check.signature.revoked-key': { maker: string | number }
  'check.signature.other-maker': { maker: string | number }
  'notice-form.title.to': { marketplace: string | number }
  'notice-form.item': { number: string | number; state: string | number }
  'notice-form.question': { question: string | number }
  'notice-form.appeal.upheld': { summary: string | number }
  'notice-form.appeal.rejected': { summary: string | number }
  'notice-form.appeal.accepted': { summary: string | number }
  'notice-form.appeal.not-accepted': { summary: string | number }
  'notice-form.complaint': { decision: string | number }
  'notice-form.data.received': { day: string | number }
  'notice-form.data.name': { name: string | number }
  'notice-form.data.email': { email: string | number }
  'notice-form.data.written': { text: string | number }
  'notice-form.data.sent': { day: string | number; subject: string | number }
  'notice-form.data.erased': { day: string | number }
  'notice-form.data.erasure-asked': { day: string | number }
  'referral-reply.heading': { number: string | number }
  'referral-reply.lead': { sender: string | number }
  'referral-reply.counts': { accounts: number; links: number; listings: number; unused: number }
  'referral-reply.question.asked': { day: string | number }
  'referral-reply.question.answered': { day: string | number }
  'report.photos.remove': { name: string | number }
  'report.sent.text': { maker: string | number }
  'report.follow.received': { day: string | number; maker: string | number }
  'report.follow.by.reporter': { day: string | number }
  'report.follow.by.maker': { day: string | number; maker: string | number }
  'report.follow.stored': { contact: string | number; day: string | number; photos: number }
  'report.buyer.left': { marketplace: string | number }
  'title.measure': { marketplace: string | number }
  'title.proof': { marketplace: string | number }
  reference: { reference: string | number }
  'access-until': { moment: string | number }
  'measure-since': { day: string | number }
  'measure-until': { day: string | number }
  capture: { moment: string | number }
  'time-until': { moment: string | number }
  'time-left': { time: string | number }
  'time-over': { moment: string | number }
  'remove-document': { name: string | number }
  'submitted-on': { moment: string | number }
  'decided-on': { moment: string | number }
  'email-updates.unconfirmed': { email: string | number }
  'email-updates.on': { email: string | number }
  'problem.document-rejected': { name: string | number }
  'referrals.sent': {
    count: string | number
    day: string | number
    number: string | number
    recipient: string | number
  }
  'referrals.withdrawn': { day: string | number }
  'referrals.contested': { moment: string | number }
  'watch-policy.visits.pause': { factor: string | number; seconds: string | number }
  'watch-policy.site.robots': { hours: string | number }
  'watch-policy.site.proof': { robots: string | number }
  'watch-policy.site.code.save': { day: string | number }
  'watch-policy.site.missing': { site: string | number }
  'watch-policy.site.unreadable': { site: string | number }
  'watch-policy.site.excluded': { site: string | number }
  'watch-policy.site.extract': { site: string | number }
  'watch-policy.site.none': { site: string | number }
  'watch-policy.data.controller.operator': { operator: string | number }
  'watch-policy.data.storage.text': { days: string | number }
}
