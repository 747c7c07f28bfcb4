type Lock = { at: Date; failures: number; minutes: number }
type Mail = { subject: string; text: string }

const texts: Record<string, (lock: Lock & { when: string; hours: number }) => Mail> = {
  en: ({ when, failures, hours }) => ({
    subject: 'Your second factor is locked',
    text: `On ${when}, wrong codes were entered ${failures} times in a row for your Touchstone account. The second factor is locked for ${hours} ${hours === 1 ? 'hour' : 'hours'}.
The person who entered them knew your password. If it was not you, change your password as soon as you can sign in again, or ask the operator of this installation to reset your account now.`,
  }),
  id: ({ when, failures, hours }) => ({
    subject: 'Faktor kedua Anda dikunci',
    text: `Pada ${when}, ${failures} kode salah telah dimasukkan berturut-turut untuk akun Touchstone Anda. Faktor kedua dikunci selama ${hours} jam.

Orang yang memasukkannya mengetahui kata sandi Anda. Jika itu bukan Anda, ganti kata sandi begitu Anda dapat masuk kembali, atau minta operator instalasi ini mengatur ulang akun Anda sekarang.`,
  }),
  zh: ({ when, failures, hours }) => ({
    subject: '您的第二重验证已锁定',
    text: `截至 ${when}，您的 Touchstone 账户已连续 ${failures} 次输入错误的验证码。第二重验证将锁定 ${hours} 小时。

输入者知道您的密码。如果不是您本人，请在能够重新登录后立即更改密码，或现在就请本系统的运营者重置您的账户。`,
  }),
}

/** What a person reads whose second factor was locked, in its language or in English. */
export function secondFactorLockedEmail(locale: string, lock: Lock): Mail {
  const [language = 'en'] = locale.split('-')
  const write = texts[language] ?? texts['en']
  if (write === undefined) throw new Error('the lock email has no English text')
  const when = `${lock.at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return write({ ...lock, when, hours: Math.round(lock.minutes / 60) })
}
