/** The languages that people are answered in. English is what is answered where nothing else is asked for. */
export const languages = ['en', 'sv'] as const
export type Language = (typeof languages)[number]

/** A text that people read, in both languages. */
export type Text = { readonly [L in Language]: string }

/** What is wrong with a value, or doubtful about it: `message` in English, and `sv` the same in Swedish, which is answered in its place. */
export type Message = { message: string; sv: string }
