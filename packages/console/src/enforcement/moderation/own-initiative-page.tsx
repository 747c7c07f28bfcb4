import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { CreatedAppealLink } from '../appeal-components/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, Page, QueryStatus } from '../../components/index.ts'
import { useRestrictionActions } from './use-item-actions.ts'
import { WorkflowInstanceCards } from './workflow-instance-cards.tsx'
import { useOwnRestriction, type OwnRestriction, type SellerLink } from './queries.ts'
import { RestrictForm } from './restriction-card.tsx'
import { StatementCards } from './sent-statements-card.tsx'
import { StepDialog } from './step-dialog.tsx'
import { stepsOf, type Step } from './moderation-steps.ts'

const route = getRouteApi('/member/moderation/restrictions/$id')

/** A restriction without a notice: its statement of reasons while due, and its results. */
export function OwnInitiativePage(): ReactNode {
  const { id } = route.useParams()
  const restriction = useOwnRestriction(id)
  if (!restriction.isSuccess) return <QueryStatus query={restriction} />
  return <OwnRestrictionCard key={id} restriction={restriction.data} />
}

function OwnRestrictionCard({ restriction }: { restriction: OwnRestriction }): ReactNode {
  const { t } = useText()
  const { proceeding, about, listing, seller, draft, instances, measures, statements } = restriction
  const { buyersTexts } = restriction
  const member = permissionsOf(useMember())
  const ofListing = about === 'listing'
  // Suspending a seller needs the permission to manage moderation.
  const rights = { ...member, moderate: ofListing ? member.moderate : member.manageModeration }
  const [link, setLink] = useState<SellerLink>()
  const [step, setStep] = useState<Step>()
  const actions = useRestrictionActions(proceeding, setLink)
  const proposed = instances.find(
    ({ workflow, state }) => workflow === 'restriction' && state === 'proposed',
  )
  // Misuse records, closed ones included, have their own page.
  const came = instances.filter(({ workflow }) => workflow !== 'misuse')
  return (
    <Page
      title={t(ofListing ? 'own-initiative.title' : 'own-initiative.title.seller')}
      lead={
        <>
          {seller !== null && (
            <span className="stranger">
              {t('appeal.seller')} {seller}
            </span>
          )}{' '}
          {listing !== null && (
            <Link to="/listings/$id" params={{ id: listing }}>
              {t('moderation.open-listing')}
            </Link>
          )}
        </>
      }
      actions={
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/moderation/measures" {...props} />}
        >
          {t('measures.title')}
        </Button>
      }
    >
      {link && (
        <Card title={t('appeal-link.send')} lead={t('appeal-link.send.description')}>
          <CreatedAppealLink made={link} onClose={() => setLink(undefined)} />
        </Card>
      )}
      {proposed && draft && (
        <Card
          title={t('restriction.title')}
          lead={t('restriction.description')}
          actions={
            rights.moderate &&
            stepsOf(proposed).map((one) => (
              <Button
                key={one.type}
                size="compact-sm"
                variant="default"
                onClick={() => setStep(one)}
              >
                {t(`moderation-action.${one.type}`)}
              </Button>
            ))
          }
        >
          {rights.moderate ? (
            <RestrictForm
              draft={draft}
              keptAs={proposed.id === 'restriction' ? proceeding : `${proceeding} ${proposed.id}`}
              label={t('restriction.submit')}
              ofListing={ofListing}
              preview={(statement) =>
                server.moderation.previewOwn({
                  params: { id: proceeding },
                  body: { instance: proposed.id, statement },
                })
              }
              run={({ replacementReason: _, ...wish }) =>
                actions.run({ type: 'restrict', instance: proposed.id, ...wish })
              }
            />
          ) : (
            <p>{t('moderation.next.not-yours')}</p>
          )}
          <StepDialog
            step={step}
            instance={proposed.id}
            run={actions.run}
            onClose={() => setStep(undefined)}
          />
        </Card>
      )}
      <WorkflowInstanceCards
        item={{
          proceeding,
          listing,
          measures,
          buyersTexts,
          instance: '',
          instances: came,
        }}
        rights={rights}
        doing={actions}
      />
      <StatementCards statements={statements} />
    </Page>
  )
}
