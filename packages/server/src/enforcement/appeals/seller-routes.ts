import {
  sellerEndpoints,
  sellerLanguages,
  type SellerAction,
  type SellerLanguage,
  type SellerPageView,
} from '@touchstone/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { serveImage } from '../../investigation/evidence/index.ts'
import type { UserDependencies } from '../../access/users/index.ts'
import { sendImage } from '../../images/pipeline/index.ts'
import { contestReferral } from '../../sellers/referral-notices/index.ts'
import type { Blobs } from '../../platform/blobs/index.ts'
import { addRoute } from '../../platform/http/index.ts'
import { endBrowserLinks, openLink, runAsRecipient } from '../appeal-links/index.ts'
import {
  actOnEmailUpdates,
  readEmailUpdates,
  removeEmailUpdates,
  requestEmailUpdates,
  sellerMailOf,
} from '../email-updates/index.ts'
import { submitAppeal } from './submit-appeal.ts'
import { pageOf, readSellerPage } from './read-seller-page.ts'
import { referDispute } from './refer-dispute.ts'
import { withdrawAppeal } from './withdraw-appeal.ts'
import type { LinkVisit } from './seller-situation.ts'
import { readSellerImage } from './appeal-images.ts'

type Options = {
  dependencies: UserDependencies
  blobs: Blobs
}

/**
 * Endpoints of the seller's page. The secret is sent once in a body and afterwards in a cookie that scripts cannot
 * read; it is never part of an address, and so in no log.
 */
export function sellerRoutes(app: FastifyInstance, options: Options): void {
  const { dependencies, blobs } = options
  const { settings } = dependencies
  const name = settings.secureCookie ? '__Host-touchstone_seller' : 'touchstone_seller'
  const attributes = {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: settings.secureCookie,
  } as const
  const sessionOf = ({ cookies }: FastifyRequest): string | undefined => cookies[name]
  const visit = <T>(
    request: FastifyRequest,
    link: string,
    work: (linkVisit: LinkVisit) => Promise<T>,
  ): Promise<T> =>
    runAsRecipient(dependencies, { session: sessionOf(request), link }, (handle, found, now) =>
      work({ handle, link: found, now, language: languageOf(request) }),
    )

  addRoute(app, sellerEndpoints.open, async ({ request, reply, body: { token } }) => {
    const { link, session } = await openLink(dependencies, {
      token,
      session: sessionOf(request),
      address: request.ip,
    })
    setSessionCookie(reply, session)
    return { link }
  })

  function setSessionCookie(reply: FastifyReply, session: string): void {
    // The links themselves end earlier: with their period, or when revoked.
    reply.setCookie(name, session, { ...attributes, maxAge: 200 * 86_400 })
  }

  addRoute(app, sellerEndpoints.read, async ({ request, params: { link } }) =>
    visit(request, link, readSellerPage),
  )
  addRoute(app, sellerEndpoints.picture, async ({ request, reply, params: { link, digest } }) => {
    const out = await visit(request, link, (linkVisit) => readSellerImage(linkVisit, { digest }))
    const { bytes, type } = await serveImage({ store: dependencies.store, blobs }, out)
    return sendImage(reply, bytes, type, 'no-store')
  })
  addRoute(
    app,
    sellerEndpoints.submit,
    async ({ request, params: { link }, body }) =>
      submitAppeal((work) => visit(request, link, work), dependencies, body),
    // Only a browser that opened the link can submit documents.
    {
      prove: ({ request, params: { link } }) =>
        visit(request, link, async ({ link: { organisationId, id } }) => ({
          organisation: organisationId,
          link: id,
        })),
    },
  )
  addRoute(app, sellerEndpoints.act, async ({ request, params: { link }, body: { action } }) =>
    visit(request, link, (linkVisit) => applySellersAction(linkVisit, action)),
  )
  const mail = sellerMailOf(settings)
  addRoute(app, sellerEndpoints.readEmailUpdates, async ({ request, params: { link } }) =>
    visit(request, link, (linkVisit) => readEmailUpdates({ ...linkVisit, mail })),
  )
  addRoute(app, sellerEndpoints.requestEmailUpdates, async ({ request, params: { link }, body }) =>
    visit(request, link, async (linkVisit) => {
      const view = await requestEmailUpdates({ ...linkVisit, mail }, body)
      // What they see now is no news to them.
      await pageOf(linkVisit)
      return view
    }),
  )
  addRoute(app, sellerEndpoints.removeEmailUpdates, async ({ request, params: { link } }) =>
    visit(request, link, (linkVisit) => removeEmailUpdates({ ...linkVisit, mail })),
  )
  addRoute(app, sellerEndpoints.actOnEmailUpdates, async ({ request, body: { action } }) => {
    await actOnEmailUpdates(dependencies, { action, address: request.ip })
    return {}
  })
  addRoute(app, sellerEndpoints.leave, async ({ request, reply }) => {
    const session = sessionOf(request)
    if (session !== undefined) await endBrowserLinks(dependencies, session)
    reply.clearCookie(name, attributes)
    return {}
  })
}

async function applySellersAction(
  linkVisit: LinkVisit,
  action: SellerAction,
): Promise<SellerPageView> {
  switch (action.type) {
    case 'withdraw':
      return withdrawAppeal(linkVisit)
    case 'refer':
      return referDispute(linkVisit, action.body)
    case 'contest-referral': {
      const { handle, link, now } = linkVisit
      const { organisationId, sellerHash } = link
      await contestReferral(handle, { ...action, organisationId, sellerHash, now })
      return pageOf(linkVisit)
    }
  }
}

/** The first language of the browser, or of the page if it states one, in which the server has sentences. */
function languageOf({ headers }: FastifyRequest): SellerLanguage {
  const wanted = (headers['accept-language'] ?? '')
    .split(',', 20)
    .map((range) => /^\s*([a-z]{2})\b/i.exec(range)?.[1]?.toLowerCase())
  return wanted.flatMap((one) => sellerLanguages.find((known) => known === one) ?? [])[0] ?? 'en'
}
