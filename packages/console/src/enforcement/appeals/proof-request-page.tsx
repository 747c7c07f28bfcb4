import { Button, NativeSelect, Radio, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ProofRequestAction } from '@touchstone/contract'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import {
  AnswerStateMark,
  AskStateMark,
  LinkStateMark,
  CreateAppealLink,
  useAsk,
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
} from '../../surface/index.ts'
import styles from './appeals.module.css'

const route = getRouteApi('/member/appeals/proof-requests/$id')

export function ProofRequestPage(): ReactNode {
  const { id } = route.useParams()
  const ask = useAsk(id)
  if (!ask.isSuccess) return <QueryStatus query={ask} />
  return <OneAsk key={id} ask={ask.data} />
}

function OneAsk({ ask }: { ask: ProofRequestView }): ReactNode {
  const { t, list } = useText()
  const rights = permissionsOf(useMember())
  const queries = useQueryClient()
  const { id, listing, seller, marketplace, state, reusedFrom, answers } = ask
  const isOpen = state === 'asked' || state === 'answered' || state === 'no-answer'
  const again = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: ['proof ask', id] })
    await queries.invalidateQueries({ queryKey: ['proof asks'] })
  }
  return (
    <Page
      title={t('proof-request.title', { brand: ask.brand })}
      actions={
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/appeals/proof-requests" {...props} />}
        >
          {t('proof-requests.all')}
        </Button>
      }
    >
      <Card title={t('proof-request.requested')} actions={<AskStateMark state={state} />}>
        <FactList
          facts={[
            [t('proof-request.reason'), ask.reason],
            [
              t('proof-request.accepted-proof'),
              list(ask.accepts.map((one) => t(`proof-kind.${one}`))),
            ],
            [t('proof-request.due'), <Moment key="d" at={ask.dueAt} />],
            [t('appeal.seller'), `${seller ?? t('appeal.seller-erased')} · ${marketplace}`],
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
              ask.validUntil === null ? undefined : (
                <Moment key="v" at={ask.validUntil} only="day" />
              ),
            ],
            [t('appeal.reasons'), ask.reasons ?? undefined],
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
        {state === 'no-answer' && (
          <p className={styles.fine}>{t('proof-request.no-answer.text')}</p>
        )}
        <div className={styles.steps}>
          {rights.moderate && isOpen && (
            <CreateAppealLink
              about={{ ask: id }}
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
                  body: { action: { act: 'withdraw', reasons }, expectedVersion: ask.version },
                })
                await again()
              }}
              button={{ variant: 'default', size: 'compact-sm' }}
            />
          )}
        </div>
        <LinksOf ask={id} />
      </Card>
      <Card title={t('proof-request.submissions')}>
        {answers.length === 0 && (
          <p className={styles.fine}>{t('proof-request.submissions.none')}</p>
        )}
        <ul className={styles.plain}>
          {answers.map((answer) => (
            <li key={answer.id}>
              <Link to="/appeals/$id" params={{ id: answer.id }}>
                {t('appeal.title')}
              </Link>{' '}
              <Moment at={answer.givenAt} /> <AnswerStateMark answer={answer} />
            </li>
          ))}
        </ul>
      </Card>
      {state === 'answered' && rights.reviewComplaints && <DecideCard ask={ask} onDone={again} />}
    </Page>
  )
}

function LinksOf({ ask }: { ask: string }): ReactNode {
  const { t } = useText()
  const links = useLinks({ ask })
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
  ask: { id: string; version: number }
  onDone: () => Promise<void>
}

function DecideCard({ ask: { id, version }, onDone }: DecideProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [outcome, setOutcome] = useState<(typeof outcomes)[number]>()
  const [reasons, setReasons] = useState('')
  const [months, setMonths] = useState('12')
  const decide = useMutation({
    mutationFn: async () => {
      if (outcome === undefined) return
      const said = { reasons: reasons.trim() }
      const action: ProofRequestAction =
        outcome === 'accepted'
          ? { act: 'accept', ...said, months: Number(months) }
          : { act: 'reject', ...said }
      const body = { action, expectedVersion: version }
      await server.proofRequests.act({ params: { id }, body })
      await queries.invalidateQueries({ queryKey: ['answers'] })
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
