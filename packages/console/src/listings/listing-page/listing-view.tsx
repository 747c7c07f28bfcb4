import { Button } from '@mantine/core'
import { lazyRouteComponent } from '@tanstack/react-router'
import type { Assessment } from '@touchstone/contract'
import { Suspense, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { useBrandName } from '../../connection/index.ts'
import { marksOf, type Mark, MarkedText, WordedText, type Lit } from '../../assessment/index.ts'
import { useText, withMessages } from '../../messages/index.ts'
import { ImageFindings } from '../../images/reference-images/index.ts'
import { explanationParts } from '../../assessment-text/index.ts'
import { DecisionMark, QueryStatus, VerdictMark } from '../../components/index.ts'
import { Contributions } from './contributions.tsx'
import {
  ListingProposals,
  reasonOf,
  useCurrentDecision,
  useDecisions,
} from '../../review/decisions/index.ts'
import { Facts } from './listing-facts.tsx'
import { CollapsibleSection, useOpenParts } from './collapsible-section.tsx'
import { FollowUp } from './follow-up.tsx'
import styles from './listing.module.css'
import { useDecisionsOn, type Decision, type ListingWithVersions } from '../queries.ts'
import { Pictures } from './listing-images.tsx'
import { ListingSummary } from './listing-summary.tsx'
import { PriceView } from './price-view.tsx'
import { Reviews } from './buyer-reviews.tsx'
import { SellerListings } from './seller-listings.tsx'
import { UnassessedSignals } from './unassessed-signals.tsx'
import { Texts } from './listing-texts.tsx'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { ListingPortfolio } from '../../sellers/portfolio-components/index.ts'
import { TranslateButton } from '../translations/translate-button.tsx'
import { Variants } from './variants.tsx'
import { Versions } from './versions.tsx'
import { WithdrawalNote } from './withdrawal-note.tsx'

const Translations = lazyRouteComponent(
  () => withMessages(['translation'], import('../translations/translations.tsx')),
  'Translations',
)

const SellerPrior = lazyRouteComponent(
  () => withMessages(['sellers'], import('./seller-prior.tsx')),
  'SellerPrior',
)

export type ListingViewProps = {
  listing: ListingWithVersions
  /** Level of the title: the page's heading, or that of a section. */
  heading: 'h1' | 'h2'
  actions?: ReactNode
}

/** A listing with its assessment. */
export function ListingView({
  listing: listingItem,
  heading: Heading,
  actions,
}: ListingViewProps): ReactNode {
  const { t, percent, probability, day } = useText()
  const { listing, assessment, versions, redactedAt } = listingItem
  const lit = useLit()
  const brandName = useBrandName()
  const { seePortfolios } = permissionsOf(useMember())
  const parts = useOpenParts()
  const part = Heading === 'h1' ? 'h2' : 'h3'
  const marks = useMemo(
    () => (assessment ? marksOf(assessment, listing) : new Map<string, Mark[]>()),
    [assessment, listing],
  )
  const top = useRef<HTMLDivElement>(null)
  const shownId = useRef(listingItem.id)
  useEffect(() => {
    // The first listing is already at its top, and reading its position would force a layout.
    if (shownId.current === listingItem.id) return
    shownId.current = listingItem.id
    void top.current?.scrollIntoView({ block: 'nearest' })
  }, [listingItem.id])
  return (
    <article className={styles.listing}>
      <div ref={top}>
        <div className={styles.verdict}>
          <VerdictMark verdict={assessment?.verdict} />
          {assessment && (
            <span>
              <strong className={`${styles.probability} figures`}>
                {probability(assessment.probability)}
              </strong>{' '}
              {t('listing.probability.short')}
            </span>
          )}
          <span className={styles.actions}>{actions}</span>
        </div>
        <Heading className={styles.title}>
          {listing.title === '' ? (
            t('listing.untitled')
          ) : (
            <MarkedText text={listing.title} marks={marks.get('title') ?? []} lit={lit} />
          )}
        </Heading>
        <TranslateButton key={`translated ${listingItem.id}`} listing={listingItem.id} />
        {assessment?.engineVerdict && (
          <p className={styles.fine}>
            {t('listing.engine-verdict', { verdict: t(`verdict.${assessment.engineVerdict}`) })}
          </p>
        )}
        {assessment?.hold === false && <p className={styles.reason}>{t('listing.stays-up')}</p>}
        {assessment?.complete === false && (
          <p className={styles.reason}>
            {t(
              assessment.waitsFor === undefined ? 'listing.incomplete' : 'listing.pictures-pending',
            )}
          </p>
        )}
        {redactedAt !== null && (
          <p className={styles.fine}>{t('listing.redacted', { day: day(redactedAt) })}</p>
        )}
        <WithdrawalNote key={`withdrawn ${listingItem.id}`} listing={listingItem} />
        {!listingItem.own && <p className={styles.fine}>{t('listing.submitted-by-other')}</p>}
      </div>
      <ListingSummary listing={listingItem} lit={lit} />
      <Part heading={part} title={t('listing.decisions')}>
        <ListingProposals id={listingItem.id} version={listingItem.version} />
        <DecisionsOn listing={listingItem} />
        <Suspense>
          <SellerPrior id={listingItem.id} probability={assessment?.probability} />
        </Suspense>
      </Part>
      {Heading === 'h1' && (
        <Part heading={part} title={t('follow-up.title')}>
          <FollowUp key={`followed ${listingItem.id}`} listing={listingItem} />
        </Part>
      )}
      {listingItem.sellerAccount !== null && seePortfolios && (
        <Suspense fallback={null}>
          <ListingPortfolio seller={listingItem.sellerAccount} />
        </Suspense>
      )}
      <div className={styles.fold}>
        <Button size="compact-xs" variant="subtle" onClick={() => parts.openAll(!parts.isAllOpen)}>
          {t(parts.isAllOpen ? 'listing.parts.close' : 'listing.parts.open')}
        </Button>
      </div>
      {assessment && (
        <CollapsibleSection
          part="signals"
          parts={parts}
          heading={part}
          title={t('listing.signals.all')}
          hint={t('listing.signals.hint')}
        >
          {assessment.reason !== undefined && (
            <p className={`${styles.reason} stranger`}>
              <Reason assessment={assessment} />
            </p>
          )}
          <Contributions assessment={assessment} lit={lit} />
          <UnassessedSignals families={assessment.silent ?? []} listing={listing} />
        </CollapsibleSection>
      )}
      {listing.price && assessment && (
        <CollapsibleSection
          part="price"
          parts={parts}
          heading={part}
          title={t('price-comparison.title')}
        >
          <PriceView price={listing.price} assessment={assessment} />
        </CollapsibleSection>
      )}
      <CollapsibleSection part="texts" parts={parts} heading={part} title={t('listing.texts')}>
        <Texts listing={listingItem} marks={marks} lit={lit} />
      </CollapsibleSection>
      <CollapsibleSection
        part="translations"
        parts={parts}
        heading={part}
        title={t('translation.heading')}
      >
        <Suspense
          fallback={
            <p className={styles.fine} aria-busy>
              {t('state.loading')}
            </p>
          }
        >
          <Translations key={listingItem.id} listing={listingItem} />
        </Suspense>
      </CollapsibleSection>
      {(listing.images?.length ?? 0) > 0 && (
        <CollapsibleSection
          part="images"
          parts={parts}
          heading={part}
          title={t('listing.pictures')}
        >
          <Pictures key={listingItem.id} listing={listingItem} lit={lit} />
          <ImageFindings
            key={`found ${listingItem.id}`}
            listing={listingItem.id}
            brand={assessment?.brands[0]?.id}
            decided={listingItem.decision?.verdict}
          />
        </CollapsibleSection>
      )}
      <CollapsibleSection part="facts" parts={parts} heading={part} title={t('listing.details')}>
        <Facts listing={listingItem} />
      </CollapsibleSection>
      {(listing.variants?.length ?? 0) > 0 && (
        <CollapsibleSection
          part="variants"
          parts={parts}
          heading={part}
          title={t('variants.title')}
        >
          <Variants listing={listing} marks={marks} lit={lit} />
        </CollapsibleSection>
      )}
      {(listing.reviews?.length ?? 0) > 0 && (
        <CollapsibleSection part="reviews" parts={parts} heading={part} title={t('reviews.title')}>
          <Reviews key={listingItem.id} listing={listing} marks={marks} lit={lit} />
        </CollapsibleSection>
      )}
      {assessment && assessment.brands.length > 0 && (
        <CollapsibleSection part="brands" parts={parts} heading={part} title={t('listing.brands')}>
          <ul className={styles.brands}>
            {assessment.brands.map(({ id, role, confidence }) => (
              <li key={id}>
                <strong className="stranger">{brandName(id)}</strong>
                <span className={styles.fine}>
                  {role && `${t(`role.${role}`)} · `}
                  {t('listing.confidence', { share: percent(confidence) })}
                </span>
              </li>
            ))}
          </ul>
        </CollapsibleSection>
      )}
      {(versions.length > 1 || versions[0]?.ingestedBy) && (
        <CollapsibleSection
          part="versions"
          parts={parts}
          heading={part}
          title={t('listing.versions')}
        >
          <Versions versions={versions} />
        </CollapsibleSection>
      )}
      <CollapsibleSection part="seller" parts={parts} heading={part} title={t('seller.title')}>
        <SellerListings id={listingItem.id} />
      </CollapsibleSection>
      {assessment && (
        <p className={styles.engine}>{t('listing.engine', { name: assessment.engine })}</p>
      )}
    </article>
  )
}

/** The reason for the verdict, in the pages' language. */
function Reason({ assessment }: { assessment: Assessment }): ReactNode {
  const text = useText()
  const parts = useMemo(() => explanationParts(text, assessment), [text, assessment])
  return <WordedText parts={parts} />
}

function useLit(): Lit {
  const [signal, light] = useState<number>()
  return { signal, light }
}

type PartProps = { heading: 'h2' | 'h3'; title: string; children: ReactNode }

function Part({ heading: Heading, title, children }: PartProps): ReactNode {
  return (
    <section className={styles.acting} aria-label={title}>
      <Heading>{title}</Heading>
      {children}
    </section>
  )
}

function DecisionsOn({ listing }: { listing: ListingWithVersions }): ReactNode {
  const { t } = useText()
  const decisions = useDecisionsOn(listing.id)
  const latestDecision = useCurrentDecision()(listing)
  if (!decisions.isSuccess) return <QueryStatus query={decisions} />
  if (decisions.data.length === 0) {
    // Decided here, it is sent once the time to undo it is over.
    return latestDecision === undefined ? (
      <p className={styles.fine}>{t('listing.undecided')}</p>
    ) : (
      <p className={styles.fine}>
        <DecisionMark verdict={latestDecision.verdict} /> {t('listing.decision-unsaved')}
      </p>
    )
  }
  return (
    <ol className={styles.decisions}>
      {decisions.data.map((decision) => (
        <OneDecision key={decision.id} decision={decision} />
      ))}
    </ol>
  )
}

function OneDecision({ decision }: { decision: Decision }): ReactNode {
  const { t, time } = useText()
  const desk = useDecisions()
  const { id, verdict, at, reason, note, version, superseded, withdrawnAt, listing } = decision
  const known = reasonOf(reason)
  const words = known ? t(`decision-reason.${known}`) : reason
  return (
    <li className={superseded || withdrawnAt !== null ? styles.superseded : undefined}>
      <DecisionMark verdict={verdict} />
      <span className={styles.fine}>
        {time(at)} · {t('listing.version', { number: version })}
        {superseded && ` · ${t('listing.superseded')}`}
        {withdrawnAt !== null && ` · ${t('listing.withdrawn', { at: time(withdrawnAt) })}`}
      </span>
      {decision.mayWithdraw && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => desk.withdraw([{ id: listing.id, decision: id, verdict }])}
        >
          {t('decision-result.withdraw')}
        </Button>
      )}
      {(words !== null || note !== null) && (
        <p className="stranger">{[words, note].filter((part) => part !== null).join(': ')}</p>
      )}
    </li>
  )
}
