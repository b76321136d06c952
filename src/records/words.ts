/** What operations say of themselves where there is nothing more to say. */

export const asRegistered = 'As it is registered now.'
export const changed = 'Changes the properties given (JSON merge patch); demands If-Match.'
export const takenBack = 'Takes back what was registered in error; it stays readable, and its history too.'
