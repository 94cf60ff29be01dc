/** What Discord takes at most; the library sends more without a word, and Discord then refuses the whole message. */
export const limits = {
  /** Characters in all text displays of one message together. */
  text: 4_000,
  /** Components of one message, nested ones counted. */
  components: 40,
  customId: 100,
  buttonLabel: 80,
  choices: 25,
  choiceName: 100,
  choiceValue: 100,
  modalTitle: 45,
  modalLabel: 45,
  modalDescription: 100,
  modalFields: 5,
  fileDescription: 1_024,
  /** Bytes of one file of a bot. */
  file: 10 * 1_024 * 1_024,
  nonce: 25,
  threadName: 100,
  /** Tags of one post in a forum. */
  postTags: 5,
  modalValue: 4_000,
  selectOptions: 25,
  selectPlaceholder: 150,
  optionLabel: 100,
  optionDescription: 100,
} as const;
