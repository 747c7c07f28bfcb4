import { Button, NativeSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server, useMarketplaceName } from '../../connection/index.ts'
import {
  appealKey,
  AppealStateMark,
  noticesOf,
  useAppeal,
  type Appeal,
} from '../appeal-components/index.ts'
import { useNameOf } from '../../investigation/case-components/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember, useSignedIn } from '../../access/session/index.ts'
import {
  ConfirmButton,
  Card,
  Denied,
  DraftRestored,
  FactList,
  Moment,
  Page,
  Refused,
  SubmitButton,
  QueryStatus,
  useKeptDraft,
} from '../../components/index.ts'
import styles from './appeals.module.css'
import { AppealSubjectCard } from './appeal-subject-card.tsx'
import { ClearSellerCard } from './clear-seller-card.tsx'
import { DocumentsCard } from './documents-card.tsx'
import { OriginalDecisionCard } from './original-decision-card.tsx'

const route = getRouteApi('/member/appeals/$id')

/** One appeal: the seller's statement and documents, the decision and the notifications. */
export function AppealPage(): ReactNode {
  const { t } = useText()
  const { id } = route.useParams()
  const rights = permissionsOf(useMember())
  const appeal = useAppeal(id, rights.reviewComplaints)
  if (!rights.reviewComplaints) return <Denied>{t('appeals.denied')}</Denied>
  if (!appeal.isSuccess) return <QueryStatus query={appeal} />
  return <AppealDetails key={id} appeal={appeal.data} />
}

function AppealDetails({ appeal }: { appeal: Appeal }): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const { words, locale, proofRequest, state, outcome, reasons, summary } = appeal
  const isRight = outcome === 'upheld' || outcome === 'accepted'
  return (
    <Page
      title={appeal.title ?? t('appeal.title')}
      lead={
        <>
          {appeal.seller === null
            ? t('appeal.seller-erased')
            : (appeal.sellerName ?? appeal.seller)}{' '}
          · {appeal.marketplace && marketplaceName(appeal.marketplace)} ·{' '}
          <Moment at={appeal.submittedAt} />
        </>
      }
      actions={
        <Button variant="default" renderRoot={(props) => <Link to="/appeals" {...props} />}>
          {t('appeals.all')}
        </Button>
      }
    >
      <div className={styles.columns}>
        <div>
          <AppealSubjectCard appeal={appeal} />
          {appeal.proceeding !== null && <OriginalDecisionCard appeal={appeal} />}
        </div>
        <div>
          <Card title={t('appeal.statement')} actions={<AppealStateMark appeal={appeal} />}>
            {words === null ? (
              <p className={styles.fine}>{t('appeal.statement.purged')}</p>
            ) : (
              <div className={`${styles.words} stranger`} lang={locale} dir="auto">
                <VisibleText text={words} />
              </div>
            )}
            <AppealSubject appeal={appeal} />
          </Card>
          <DocumentsCard appeal={appeal} />
        </div>
      </div>
      {outcome !== null && (
        <Card title={t('appeal.decision')}>
          <FactList
            facts={[
              [t('appeal.outcome'), t(`appeal-outcome.${outcome}`)],
              [
                t('appeal.decided'),
                appeal.decidedAt === null ? undefined : <Moment key="d" at={appeal.decidedAt} />,
              ],
              [
                t('appeal.informed'),
                appeal.informedAt === null ? (
                  t('appeal.not-informed')
                ) : (
                  <Moment key="t" at={appeal.informedAt} />
                ),
              ],
              [t('appeal.reasons'), reasons ?? undefined],
              [t('appeal.summary'), summary ?? undefined],
            ]}
          />
          {appeal.informedAt === null && <InformSellerButton appeal={appeal} />}
        </Card>
      )}
      {state === 'open' &&
        (proofRequest === null ? (
          <DecideCard appeal={appeal} />
        ) : (
          <Card title={t('appeal.decide')}>
            <p>
              {t('appeal.decide-proof-request')}{' '}
              <Link to="/appeals/proof-requests/$id" params={{ id: proofRequest }}>
                {t('appeal.open-proof-request')}
              </Link>
            </p>
          </Card>
        ))}
      {isRight && <ClearSellerCard appeal={appeal} />}
    </Page>
  )
}

/** The notice behind the restriction, or the proof request. */
function AppealSubject({ appeal: { proceeding, proofRequest } }: { appeal: Appeal }): ReactNode {
  const { t } = useText()
  const read = useQuery({
    enabled: proceeding !== null,
    queryKey: ['proceeding', proceeding],
    queryFn: ({ signal }) => server.proceedings.read({ params: { id: proceeding ?? '' }, signal }),
  })
  const notices = noticesOf((read.data?.instances ?? []).map(({ id }) => id))
  return (
    <p className={styles.links}>
      {notices.map(({ id, item }) => (
        <Link
          key={`${id} ${item}`}
          to="/moderation/notices/$id"
          params={{ id }}
          search={item === 0 ? {} : { item }}
        >
          {notices.length === 1
            ? t('appeal.open-notice')
            : t('moderation.earlier.one', { id: id.slice(0, 8), number: item + 1 })}
        </Link>
      ))}
      {proceeding !== null && (
        <Link to="/proceedings/$id" params={{ id: proceeding }}>
          {t('appeal.open-proceeding')}
        </Link>
      )}
      {proofRequest !== null && (
        <Link to="/appeals/proof-requests/$id" params={{ id: proofRequest }}>
          {t('appeal.open-proof-request')}
        </Link>
      )}
    </p>
  )
}

function InformSellerButton({ appeal: { id } }: { appeal: Appeal }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  return (
    <div className={styles.steps}>
      <ConfirmButton
        label={t('appeal.record-informed')}
        title={t('appeal.record-informed')}
        text={t('appeal.record-informed.text')}
        reason={{ label: t('appeal.record-informed.message'), required: true }}
        run={async (how) => {
          const appeal = await server.appeals.recordInformed({ params: { id }, body: { how } })
          queries.setQueryData(appealKey(id), appeal)
          await queries.invalidateQueries({ queryKey: ['appeals'] })
        }}
        button={{ variant: 'default', size: 'compact-sm' }}
      />
    </div>
  )
}

const upholdReasons = ['neither-illegal-nor-against-terms', 'measure-not-deserved'] as const

/** Decides an appeal; the person who took the first decision cannot. */
function DecideCard({ appeal }: { appeal: Appeal }): ReactNode {
  const { t, list } = useText()
  const { person } = useSignedIn()
  const nameOf = useNameOf()
  const { deciders } = appeal
  if (deciders.includes(person.id)) return <DecideForm appeal={appeal} />
  return (
    <Card title={t('appeal.decide')}>
      <p>
        {t('appeal.other-person')}{' '}
        {deciders.length === 0
          ? t('appeal.other-person.none')
          : t('appeal.other-person.who', { names: list(deciders.map(nameOf)) })}
      </p>
    </Card>
  )
}

function DecideForm({ appeal: { id } }: { appeal: Appeal }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const { person } = useSignedIn()
  const [outcome, setOutcome] = useState<'upheld' | 'rejected'>()
  const [upholdReason, setUpholdReason] = useState<(typeof upholdReasons)[number]>(upholdReasons[0])
  const draft = useKeptDraft(
    { author: person.id, about: `appeal ${id}` },
    { reasons: '', summary: '', qualification: '' },
  )
  const { value: typed, setValue: setTyped } = draft
  const { reasons, summary, qualification } = typed
  const decide = useMutation({
    mutationFn: async () => {
      if (outcome === undefined) return
      const appeal = await server.appeals.decide({
        params: { id },
        body: {
          outcome,
          upholdReason,
          reasons: reasons.trim(),
          summary: summary.trim(),
          qualification: qualification.trim(),
        },
      })
      draft.clear()
      queries.setQueryData(appealKey(id), appeal)
      for (const key of ['appeals', 'measures', 'received items', 'proceeding']) {
        void queries.invalidateQueries({ queryKey: [key] })
      }
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    decide.mutate()
  }
  const words = (name: keyof typeof typed, maxLength: number): ReactNode => (
    <Textarea
      label={t(`appeal.${name}`)}
      description={t(`appeal.${name}.hint`)}
      required
      withAsterisk={false}
      autosize
      minRows={2}
      maxRows={10}
      maxLength={maxLength}
      value={typed[name]}
      onChange={({ currentTarget }) => setTyped({ ...typed, [name]: currentTarget.value })}
    />
  )
  const missing = [
    ...(outcome === undefined ? [t('appeal.outcome')] : []),
    ...(['reasons', 'summary', 'qualification'] as const).flatMap((name) =>
      typed[name].trim() === '' ? [t(`appeal.${name}`)] : [],
    ),
  ]
  return (
    <Card title={t('appeal.decide')} lead={t('appeal.decide.description')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <DraftRestored draft={draft} />
          <Radio.Group
            label={t('appeal.outcome')}
            value={outcome ?? ''}
            onChange={(value) => setOutcome(value === 'upheld' ? 'upheld' : 'rejected')}
          >
            <Stack gap="xs" mt="xs">
              <Radio
                value="upheld"
                label={t('appeal-outcome.upheld')}
                description={t('appeal.upheld.hint')}
              />
              <Radio
                value="rejected"
                label={t('appeal-outcome.rejected')}
                description={t('appeal.rejected.hint')}
              />
            </Stack>
          </Radio.Group>
          {outcome === 'upheld' && (
            <NativeSelect
              label={t('appeal.reason')}
              value={upholdReason}
              data={upholdReasons.map((value) => ({
                value,
                label: t(`moderation-choice.${value}`),
              }))}
              onChange={({ currentTarget: { value } }) =>
                setUpholdReason(upholdReasons.find((one) => one === value) ?? upholdReasons[0])
              }
            />
          )}
          {words('reasons', 5000)}
          {words('summary', 2000)}
          <TextInput
            label={t('appeal.qualification')}
            description={t('appeal.qualification.hint')}
            required
            withAsterisk={false}
            maxLength={300}
            value={qualification}
            onChange={({ currentTarget }) =>
              setTyped({ ...typed, qualification: currentTarget.value })
            }
          />
          <Refused error={decide.error} />
          <SubmitButton isPending={decide.isPending} missing={missing}>
            {t('appeal.decide')}
          </SubmitButton>
        </Stack>
      </form>
    </Card>
  )
}
