import { Button, NativeSelect, Radio, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ProofRequestAction } from '@touchstone/contract'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server, useBrandName, useMarketplaceName } from '../../connection/index.ts'
import {
  AppealStateMark,
  ProofRequestStateMark,
  LinkStateMark,
  CreateAppealLink,
  useProofRequest,
  useLinks,
  type ProofRequestView,
} from '../appeal-components/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  ConfirmButton,
  Card,
  FactList,
  Moment,
  Page,
  Refused,
  SubmitButton,
  QueryStatus,
} from '../../components/index.ts'
import styles from './appeals.module.css'

const route = getRouteApi('/member/appeals/proof-requests/$id')

export function ProofRequestPage(): ReactNode {
  const { id } = route.useParams()
  const proofRequest = useProofRequest(id)
  if (!proofRequest.isSuccess) return <QueryStatus query={proofRequest} />
  return <ProofRequestDetails key={id} proofRequest={proofRequest.data} />
}

function ProofRequestDetails({ proofRequest }: { proofRequest: ProofRequestView }): ReactNode {
  const { t, list } = useText()
  const marketplaceName = useMarketplaceName()
  const brandName = useBrandName()
  const rights = permissionsOf(useMember())
  const queries = useQueryClient()
  const { id, listing, seller, marketplace, state, reusedFrom, submissions } = proofRequest
  const isOpen = state === 'requested' || state === 'submitted' || state === 'expired'
  const again = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: ['proof request', id] })
    await queries.invalidateQueries({ queryKey: ['proof requests'] })
  }
  return (
    <Page
      title={t('proof-request.title', { brand: brandName(proofRequest.brand) })}
      actions={
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/appeals/proof-requests" {...props} />}
        >
          {t('proof-requests.all')}
        </Button>
      }
    >
      <Card title={t('proof-request.requested')} actions={<ProofRequestStateMark state={state} />}>
        <FactList
          facts={[
            [t('proof-request.reason'), proofRequest.reason],
            [
              t('proof-request.accepted-proof'),
              list(proofRequest.accepts.map((one) => t(`proof-kind.${one}`))),
            ],
            [t('proof-request.due'), <Moment key="d" at={proofRequest.dueAt} />],
            [
              t('appeal.seller'),
              `${seller ?? t('appeal.seller-erased')} · ${marketplaceName(marketplace)}`,
            ],
            [
              t('moderation.listing'),
              listing === null ? undefined : (
                <Link key="o" to="/listings/$id" params={{ id: listing }}>
                  {t('moderation.open-listing')}
                </Link>
              ),
            ],
            [
              t('proof-request.valid'),
              proofRequest.validUntil === null ? undefined : (
                <Moment key="v" at={proofRequest.validUntil} only="day" />
              ),
            ],
            [t('appeal.reasons'), proofRequest.reasons ?? undefined],
            [
              t('proof-request.covered'),
              reusedFrom === null ? undefined : (
                <Link key="r" to="/appeals/proof-requests/$id" params={{ id: reusedFrom }}>
                  {t('proof-request.covered.by')}
                </Link>
              ),
            ],
          ]}
        />
        {state === 'expired' && <p className={styles.fine}>{t('proof-request.expired.text')}</p>}
        <div className={styles.steps}>
          {rights.moderate && isOpen && (
            <CreateAppealLink
              about={{ proofRequest: id }}
              listing={listing}
              {...(seller !== null && { seller: { marketplace, id: seller } })}
            />
          )}
          {rights.reviewComplaints && (isOpen || state === 'accepted') && (
            <ConfirmButton
              label={t('proof-request.withdraw')}
              title={t('proof-request.withdraw')}
              text={t(
                state === 'accepted'
                  ? 'proof-request.withdraw.accepted'
                  : 'proof-request.withdraw.text',
              )}
              reason={{ label: t('appeal.reasons'), required: true }}
              run={async (reasons) => {
                await server.proofRequests.act({
                  params: { id },
                  body: {
                    action: { type: 'withdraw', reasons },
                    expectedVersion: proofRequest.version,
                  },
                })
                await again()
              }}
              button={{ variant: 'default', size: 'compact-sm' }}
            />
          )}
        </div>
        <LinksOf proofRequest={id} />
      </Card>
      <Card title={t('proof-request.submissions')}>
        {submissions.length === 0 && (
          <p className={styles.fine}>{t('proof-request.submissions.none')}</p>
        )}
        <ul className={styles.plain}>
          {submissions.map((appeal) => (
            <li key={appeal.id}>
              <Link to="/appeals/$id" params={{ id: appeal.id }}>
                {t('appeal.title')}
              </Link>{' '}
              <Moment at={appeal.submittedAt} /> <AppealStateMark appeal={appeal} />
            </li>
          ))}
        </ul>
      </Card>
      {state === 'submitted' && rights.reviewComplaints && (
        <DecideCard proofRequest={proofRequest} onDone={again} />
      )}
    </Page>
  )
}

function LinksOf({ proofRequest }: { proofRequest: string }): ReactNode {
  const { t } = useText()
  const links = useLinks({ proofRequest })
  const items = links.data?.pages.flatMap((page) => page.items) ?? []
  if (items.length === 0) return null
  return (
    <ul className={styles.plain} aria-label={t('appeal-links.title')}>
      {items.map((link) => (
        <li key={link.id}>
          <LinkStateMark link={link} /> {t('appeal-links.created')} <Moment at={link.madeAt} />
        </li>
      ))}
    </ul>
  )
}

const outcomes = ['accepted', 'not-accepted'] as const

type DecideProps = {
  proofRequest: { id: string; version: number }
  onDone: () => Promise<void>
}

function DecideCard({ proofRequest: { id, version }, onDone }: DecideProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [outcome, setOutcome] = useState<(typeof outcomes)[number]>()
  const [reasons, setReasons] = useState('')
  const [months, setMonths] = useState('12')
  const decide = useMutation({
    mutationFn: async () => {
      if (outcome === undefined) return
      const input = { reasons: reasons.trim() }
      const action: ProofRequestAction =
        outcome === 'accepted'
          ? { type: 'accept', ...input, months: Number(months) }
          : { type: 'reject', ...input }
      const body = { action, expectedVersion: version }
      await server.proofRequests.act({ params: { id }, body })
      await queries.invalidateQueries({ queryKey: ['appeals'] })
      await onDone()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    decide.mutate()
  }
  return (
    <Card title={t('appeal.decide')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Radio.Group
            label={t('appeal.outcome')}
            value={outcome ?? ''}
            onChange={(value) => setOutcome(outcomes.find((one) => one === value))}
          >
            <Stack gap="xs" mt="xs">
              {outcomes.map((value) => (
                <Radio key={value} value={value} label={t(`appeal-outcome.${value}`)} />
              ))}
            </Stack>
          </Radio.Group>
          {outcome === 'accepted' && (
            <NativeSelect
              label={t('proof-request.months')}
              description={t('proof-request.months.hint')}
              value={months}
              data={['1', '3', '6', '12']}
              onChange={({ currentTarget }) => setMonths(currentTarget.value)}
            />
          )}
          <Textarea
            label={t('appeal.reasons')}
            description={t('appeal.reasons.hint')}
            required
            withAsterisk={false}
            autosize
            minRows={2}
            maxLength={5000}
            value={reasons}
            onChange={({ currentTarget }) => setReasons(currentTarget.value)}
          />
          <Refused error={decide.error} />
          <SubmitButton
            isPending={decide.isPending}
            missing={[
              ...(outcome === undefined ? [t('appeal.outcome')] : []),
              ...(reasons.trim() === '' ? [t('appeal.reasons')] : []),
            ]}
          >
            {t('appeal.decide')}
          </SubmitButton>
        </Stack>
      </form>
    </Card>
  )
}
