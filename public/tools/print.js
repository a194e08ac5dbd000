// Prints the page: the style sheet makes one clean sheet of it.

export const run = () => print();
