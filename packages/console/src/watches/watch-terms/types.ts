import type { Client } from '@touchstone/client'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
export type Watch = Answer<Client['watches']['read']>
export type WatchRun = Answer<Client['watches']['runs']>['items'][number]
export type WatchSettings = Answer<Client['watchSettings']['read']>
export type WatchCosts = Answer<Client['watchCosts']['costs']>
export type WatchedListing = Answer<Client['watchedListings']['list']>['items'][number]
export type WatchedListingDetail = Answer<Client['watchedListings']['read']>
export type WatchedListingVersion = Answer<Client['watchedListings']['history']>['items'][number]
