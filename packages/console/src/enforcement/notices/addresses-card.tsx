import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { regionName, useText } from '../../messages/index.ts'
import {
  Card,
  ConfirmButton,
  QueryStatus,
  Refused,
  StateMark,
  TerritoriesField,
} from '../../components/index.ts'
import { useAddresses, useMarketplaces, useRegimes } from './notice-queries.ts'
import styles from './notices.module.css'

/** Where notices about marketplaces outside the alliance go, and the law they are under. */
export function AddressesCard({ maySet }: { maySet: boolean }): ReactNode {
  const { t, list, locale } = useText()
  const queries = useQueryClient()
  const addresses = useAddresses()
  const regimes = useRegimes()
  const [adding, setAdding] = useState(false)
  const readAgain = (): Promise<void> =>
    queries.invalidateQueries({ queryKey: ['notice settings', 'addresses'] })
  const titleOf = (id: string): string =>
    regimes.data?.find((regime) => regime.id === id)?.title ?? id
  return (
    <Card title={t('notice-addresses.title')} lead={t('notice-addresses.description')}>
      {!addresses.isSuccess && <QueryStatus query={addresses} />}
      {addresses.data?.length === 0 && <p className={styles.fine}>{t('notice-addresses.empty')}</p>}
      <ul className={styles.told}>
        {addresses.data?.map(({ id, name, marketplace, email, regime, territory }) => (
          <li key={id}>
            <div className={styles.line}>
              <strong className="stranger">{name}</strong>
              <span className="stranger">{marketplace}</span>
              <StateMark tone={regime === null ? 'waiting' : 'good'}>
                {regime === null ? t('notice-addresses.other-law') : titleOf(regime)}
              </StateMark>
              {maySet && (
                <ConfirmButton
                  label={t('notice-addresses.remove')}
                  of={name}
                  title={t('notice-addresses.remove')}
                  text={t('notice-addresses.remove.text')}
                  run={async () => {
                    await server.notices.removeAddress({ params: { id } })
                    await readAgain()
                  }}
                  button={{ variant: 'subtle', size: 'compact-sm' }}
                />
              )}
            </div>
            <span className={styles.fine}>
              {email}
              {territory.length > 0 &&
                ` · ${list(territory.map((code) => regionName(locale, code)))}`}
            </span>
          </li>
        ))}
      </ul>
      {maySet &&
        (adding ? (
          <Form readAgain={readAgain} onClose={() => setAdding(false)} />
        ) : (
          <Button mt="sm" variant="default" onClick={() => setAdding(true)}>
            {t('notice-addresses.add')}
          </Button>
        ))}
    </Card>
  )
}

type FormProps = { readAgain: () => Promise<void>; onClose: () => void }

function Form({ readAgain, onClose }: FormProps): ReactNode {
  const { t } = useText()
  const regimes = useRegimes()
  const known = useMarketplaces()
  const [marketplace, setMarketplace] = useState('')
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [regime, setRegime] = useState('')
  const [territory, setTerritory] = useState<string[]>([])
  const add = useMutation({
    mutationFn: () =>
      server.notices.addAddress({
        body: {
          marketplace: marketplace.trim(),
          name: name.trim(),
          email: email.trim(),
          regime: regime === '' ? null : regime,
          territory,
        },
      }),
    onSuccess: async () => {
      await readAgain()
      onClose()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    add.mutate()
  }
  const text = (
    label: string,
    value: string,
    onChange: (value: string) => void,
    more: object = {},
  ): ReactNode => (
    <TextInput
      label={label}
      required
      withAsterisk={false}
      maxLength={200}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      {...more}
    />
  )
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" mt="sm">
        {text(t('notice-addresses.marketplace'), marketplace, setMarketplace, {
          description: t('notice-addresses.marketplace.hint'),
          list: 'address-marketplaces',
        })}
        <datalist id="address-marketplaces">
          {known.data?.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        {text(t('notice-addresses.name'), name, setName)}
        {text(t('delivery-method.email.to'), email, setEmail, { type: 'email', maxLength: 254 })}
        <NativeSelect
          label={t('notice-addresses.law')}
          description={t('notice-addresses.law.hint')}
          value={regime}
          data={[
            { value: '', label: t('notice-addresses.other-law') },
            ...(regimes.data ?? []).map(({ id, title }) => ({ value: id, label: title })),
          ]}
          onChange={({ currentTarget }) => setRegime(currentTarget.value)}
        />
        <TerritoriesField
          label={t('notice-addresses.territory')}
          value={territory}
          onChange={setTerritory}
        />
        <div className={styles.line}>
          <Button type="submit" loading={add.isPending}>
            {t('notice-addresses.add')}
          </Button>
          <Button variant="subtle" onClick={onClose}>
            {t('state.cancel')}
          </Button>
        </div>
        <Refused error={add.error} />
      </Stack>
    </form>
  )
}
