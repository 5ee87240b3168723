/* The loops over every character of a text, which Python is too slow for.
 *
 * Five types, each made once from tables and called on many texts; none keeps anything of a
 * text. Offsets are code points. Everything here has a plain twin in Python or numpy, which
 * takes its place where this module could not be compiled, and which tests compare it with:
 *
 *   Sieve    where each of many patterns could begin     anonymizer/scan.py
 *   Terms    every place of every one of many terms      anonymizer/scan.py
 *   Words    whether a string is one of many             anonymizer/rulebook.py
 *   Stems    where the name before 镇 or 河 begins         recognition/stems.py
 *   Model    the names that a linear chain finds         recognition/statistical/weights.py
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

/* ------------------------------------------------------------------ helpers */

static int append_number(PyObject *list, Py_ssize_t value)
{
    PyObject *number = PyLong_FromSsize_t(value);
    if (number == NULL) {
        return -1;
    }
    int failed = PyList_Append(list, number);
    Py_DECREF(number);
    return failed;
}

/* The bytes of an argument, if they are as many as expected (or any number, for -1). */
static const void *bytes_of(PyObject *object, Py_ssize_t expected, const char *what)
{
    if (!PyBytes_Check(object)) {
        PyErr_Format(PyExc_TypeError, "%s: bytes expected", what);
        return NULL;
    }
    if (expected >= 0 && PyBytes_GET_SIZE(object) != expected) {
        PyErr_Format(PyExc_ValueError, "%s: %zd bytes expected, not %zd", what, expected,
                     PyBytes_GET_SIZE(object));
        return NULL;
    }
    return PyBytes_AS_STRING(object);
}

static int is_text(PyObject *object)
{
    if (PyUnicode_Check(object) && PyUnicode_READY(object) == 0) {
        return 1;
    }
    if (!PyErr_Occurred()) {
        PyErr_SetString(PyExc_TypeError, "a text expected");
    }
    return 0;
}

#define TABLE 65536 /* characters beyond the table share its last entry */

static inline Py_UCS4 clipped(Py_UCS4 code)
{
    return code < TABLE ? code : TABLE;
}

/* -------------------------------------------------------------------- Sieve
 *
 * Up to 64 looks are tried at every character at once, one bit each. A look says which
 * characters may stand before a place, at it, and one and two behind it. Characters that no
 * look tells from one another share a class; so the tables stay in the processor's cache.
 */
#define LOOKS 64
#define ROWS 4

typedef struct {
    PyObject_HEAD
    uint16_t *class;         /* one for each character */
    uint64_t (*word)[ROWS];  /* for each class the looks that allow it at each of the places */
    uint8_t kind[LOOKS];     /* which list the places of a look go to */
    uint64_t kin[LOOKS];     /* all looks with the same list */
    int lists;
} Sieve;

/* Set a look's bit for all characters of some ranges, written as pairs of ends; none is all. */
static int allow(uint64_t (*word)[ROWS], int row, uint64_t bit, PyObject *ranges)
{
    if (!is_text(ranges)) {
        return -1;
    }
    Py_ssize_t size = PyUnicode_GET_LENGTH(ranges);
    if (size % 2) {
        PyErr_SetString(PyExc_ValueError, "looks: a range without an end");
        return -1;
    }
    for (Py_ssize_t at = 0; at < size; at += 2) {
        Py_UCS4 last = clipped(PyUnicode_READ_CHAR(ranges, at + 1));
        for (Py_UCS4 code = clipped(PyUnicode_READ_CHAR(ranges, at)); code <= last; code++) {
            word[code][row] |= bit;
        }
    }
    for (Py_UCS4 code = 0; size == 0 && code <= TABLE; code++) {
        word[code][row] |= bit;
    }
    return 0;
}

/* Give characters with the same words the same class; ``word`` shrinks to one row for each. */
static int classify(Sieve *self)
{
    enum { SLOTS = 1 << 17 };
    uint32_t *slots = PyMem_Calloc(SLOTS, sizeof(uint32_t));
    self->class = PyMem_Malloc((TABLE + 1) * sizeof(uint16_t));
    if (slots == NULL || self->class == NULL) {
        PyMem_Free(slots);
        PyErr_NoMemory();
        return -1;
    }
    uint32_t classes = 0;
    for (uint32_t code = 0; code <= TABLE; code++) {
        const uint64_t *own = self->word[code];
        uint64_t hash = own[0];
        for (int row = 1; row < ROWS; row++) {
            hash = (hash ^ hash >> 29) * 0x9E3779B97F4A7C15u + own[row];
        }
        uint32_t slot = (uint32_t)((hash ^ hash >> 32) * 0x9E3779B1u) >> 15;
        while (slots[slot] && memcmp(self->word[slots[slot] - 1], own, sizeof(*self->word))) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        if (!slots[slot]) {
            /* A class never has a higher number than the first of its characters. */
            memmove(self->word[classes], own, sizeof(*self->word));
            slots[slot] = ++classes;
        }
        self->class[code] = (uint16_t)(slots[slot] - 1);
        if (classes > UINT16_MAX) {
            PyMem_Free(slots);
            PyErr_SetString(PyExc_ValueError, "looks: they tell too many characters apart");
            return -1;
        }
    }
    PyMem_Free(slots);
    void *smaller = PyMem_Realloc(self->word, classes * sizeof(*self->word));
    if (smaller != NULL) {
        self->word = smaller;
    }
    return 0;
}

static int sieve_build(Sieve *self, PyObject *looks, PyObject *kinds)
{
    Py_ssize_t count = PySequence_Fast_GET_SIZE(looks);
    if (count > LOOKS || PyBytes_GET_SIZE(kinds) != count) {
        PyErr_SetString(PyExc_ValueError, "at most 64 looks expected, and a kind for each");
        return -1;
    }
    self->word = PyMem_Calloc(TABLE + 1, sizeof(*self->word));
    if (self->word == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    const uint8_t *kind = (const uint8_t *)PyBytes_AS_STRING(kinds);
    for (Py_ssize_t look = 0; look < count; look++) {
        PyObject *rows[ROWS];
        if (!PyArg_ParseTuple(PySequence_Fast_GET_ITEM(looks, look), "OOOO;looks", rows,
                              rows + 1, rows + 2, rows + 3)) {
            return -1;
        }
        for (int row = 0; row < ROWS; row++) {
            if (allow(self->word, row, (uint64_t)1 << look, rows[row]) < 0) {
                return -1;
            }
        }
        self->kind[look] = kind[look];
        if (kind[look] >= self->lists) {
            self->lists = kind[look] + 1;
        }
        for (Py_ssize_t other = 0; other < count; other++) {
            if (kind[other] == kind[look]) {
                self->kin[look] |= (uint64_t)1 << other;
            }
        }
    }
    return classify(self);
}

static PyObject *sieve_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"looks", "kinds", NULL};
    PyObject *looks, *kinds;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "OS:Sieve", names, &looks, &kinds)) {
        return NULL;
    }
    Sieve *self = (Sieve *)type->tp_alloc(type, 0);
    PyObject *all = self ? PySequence_Fast(looks, "looks: a sequence expected") : NULL;
    int failed = all == NULL || sieve_build(self, all, kinds) < 0;
    Py_XDECREF(all);
    if (failed) {
        Py_XDECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static void sieve_dealloc(Sieve *self)
{
    PyMem_Free(self->class);
    PyMem_Free(self->word);
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free((PyObject *)self);
    Py_DECREF(type);
}

static int number_of_trailing_zeros(uint64_t bits)
{
#if defined(__GNUC__) || defined(__clang__)
    return __builtin_ctzll(bits);
#else
    int zeros = 0;
    while (!(bits & 1)) {
        bits >>= 1;
        zeros++;
    }
    return zeros;
#endif
}

static int sieve_add(Sieve *self, PyObject *lists, Py_ssize_t place, uint64_t bits)
{
    while (bits) {
        int look = number_of_trailing_zeros(bits);
        if (append_number(PyList_GET_ITEM(lists, self->kind[look]), place) < 0) {
            return -1;
        }
        bits &= ~self->kin[look];
    }
    return 0;
}

/* places(text, among=None): for each kind the offsets where one of its looks fits. */
static PyObject *sieve_places(Sieve *self, PyObject *args)
{
    PyObject *text, *among = Py_None;
    if (!PyArg_ParseTuple(args, "U|O:places", &text, &among) || !is_text(text)) {
        return NULL;
    }
    const uint16_t *class = self->class;
    uint64_t(*word)[ROWS] = self->word;
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    PyObject *lists = PyList_New(self->lists);
    if (lists == NULL) {
        return NULL;
    }
    for (int number = 0; number < self->lists; number++) {
        PyObject *list = PyList_New(0);
        if (list == NULL) {
            Py_DECREF(lists);
            return NULL;
        }
        PyList_SET_ITEM(lists, number, list);
    }
#define CLASS(at) \
    class[(at) < 0 || (at) >= size ? 0 : clipped(PyUnicode_READ(kind, data, (at)))]
    if (among == Py_None) {
        uint16_t before = class[0], here = CLASS(0), next = CLASS(1);
        for (Py_ssize_t place = 0; place < size; place++) {
            uint16_t last = CLASS(place + 2);
            uint64_t bits = word[here][1];
            if (bits) {
                bits &= word[before][0] & word[next][2] & word[last][3];
                if (bits && sieve_add(self, lists, place, bits) < 0) {
                    Py_DECREF(lists);
                    return NULL;
                }
            }
            before = here;
            here = next;
            next = last;
        }
        return lists;
    }
    PyObject *chosen = PySequence_Fast(among, "among: a sequence of offsets expected");
    if (chosen == NULL) {
        Py_DECREF(lists);
        return NULL;
    }
    for (Py_ssize_t index = 0; index < PySequence_Fast_GET_SIZE(chosen); index++) {
        Py_ssize_t place = PyLong_AsSsize_t(PySequence_Fast_GET_ITEM(chosen, index));
        if (place == -1 && PyErr_Occurred()) {
            Py_DECREF(chosen);
            Py_DECREF(lists);
            return NULL;
        }
        if (place < 0 || place >= size) {
            continue;
        }
        uint64_t bits = word[CLASS(place)][1] & word[CLASS(place - 1)][0];
        bits &= word[CLASS(place + 1)][2] & word[CLASS(place + 2)][3];
        if (bits && sieve_add(self, lists, place, bits) < 0) {
            Py_DECREF(chosen);
            Py_DECREF(lists);
            return NULL;
        }
    }
#undef CLASS
    Py_DECREF(chosen);
    return lists;
}

static PyMethodDef sieve_methods[] = {
    {"places", (PyCFunction)sieve_places, METH_VARARGS,
     "places(text, among=None): for each kind the offsets where one of its looks fits."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot sieve_slots[] = {
    {Py_tp_doc, "Where each of up to 64 looks fits, all in one pass over a text."},
    {Py_tp_new, sieve_new},
    {Py_tp_dealloc, sieve_dealloc},
    {Py_tp_methods, sieve_methods},
    {0, NULL},
};

static PyType_Spec sieve_spec = {
    "anonymizer.kernel.native.Sieve", sizeof(Sieve), 0, Py_TPFLAGS_DEFAULT, sieve_slots,
};

/* -------------------------------------------------------------------- Terms
 *
 * A trie: each node's children are found in one hash table by node and character. A bit for
 * each first character, and one for each pair of first characters (for many pairs together),
 * tell for most places that nothing begins there, and stay in the processor's cache.
 */
typedef struct {
    uint32_t node; /* 0 for an empty slot; else the parent and 1 */
    Py_UCS4 code;
    uint32_t child;
} Edge;

typedef struct {
    PyObject_HEAD
    PyObject *terms;  /* a tuple of texts */
    Edge *edges;
    uint32_t mask;
    int32_t *term;    /* the number of the term that ends in a node, -1 for none */
    uint8_t *begins;  /* a bit for each character that a term begins with */
    uint8_t *alone;   /* one for each that is a term */
    uint8_t *pairs;   /* one for each pair's hash */
    uint32_t pair_mask;
    uint8_t *leads;   /* one for each character that may stand before a place; NULL for any */
} Terms;

#define BITS (TABLE / 8 + 1)

static inline int has_bit(const uint8_t *bits, uint32_t at)
{
    return bits[at >> 3] >> (at & 7) & 1;
}

static inline void set_bit(uint8_t *bits, uint32_t at)
{
    bits[at >> 3] |= (uint8_t)(1u << (at & 7));
}

static inline uint32_t pair_of(const Terms *self, Py_UCS4 one, Py_UCS4 two)
{
    uint32_t hash = one * 0x9E3779B1u ^ two * 0x85EBCA6Bu;
    return (hash ^ hash >> 15) & self->pair_mask;
}

static inline uint32_t spread(uint32_t node, Py_UCS4 code)
{
    uint32_t hash = (node * 0x9E3779B1u) ^ (code * 0x85EBCA6Bu);
    return hash ^ hash >> 15;
}

static inline uint32_t child_of(const Terms *self, uint32_t node, Py_UCS4 code)
{
    uint32_t slot = spread(node, code) & self->mask;
    while (self->edges[slot].node) {
        if (self->edges[slot].node == node + 1 && self->edges[slot].code == code) {
            return self->edges[slot].child;
        }
        slot = (slot + 1) & self->mask;
    }
    return 0;
}

static void terms_dealloc(Terms *self)
{
    PyMem_Free(self->edges);
    PyMem_Free(self->term);
    PyMem_Free(self->begins);
    PyMem_Free(self->alone);
    PyMem_Free(self->pairs);
    PyMem_Free(self->leads);
    Py_XDECREF(self->terms);
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free((PyObject *)self);
    Py_DECREF(type);
}

static int terms_build(Terms *self, PyObject *leads)
{
    Py_ssize_t total = 0;
    for (Py_ssize_t number = 0; number < PyTuple_GET_SIZE(self->terms); number++) {
        PyObject *term = PyTuple_GET_ITEM(self->terms, number);
        if (!is_text(term)) {
            return -1;
        }
        if (PyUnicode_GET_LENGTH(term) == 0) {
            PyErr_SetString(PyExc_ValueError, "terms: an empty one");
            return -1;
        }
        total += PyUnicode_GET_LENGTH(term);
    }
    if (total > (Py_ssize_t)1 << 28) {
        PyErr_SetString(PyExc_ValueError, "terms: too many");
        return -1;
    }
    uint32_t slots = 16;
    while ((Py_ssize_t)slots < 2 * total) {
        slots *= 2;
    }
    self->mask = slots - 1;
    self->edges = PyMem_Calloc(slots, sizeof(Edge));
    self->term = PyMem_Malloc((total + 1) * sizeof(int32_t));
    self->begins = PyMem_Calloc(BITS, 1);
    self->alone = PyMem_Calloc(BITS, 1);
    uint32_t pairs = 1024;
    while ((Py_ssize_t)pairs < 8 * PyTuple_GET_SIZE(self->terms)) {
        pairs *= 2;
    }
    self->pair_mask = pairs - 1;
    self->pairs = PyMem_Calloc(pairs / 8, 1);
    if (self->edges == NULL || self->term == NULL || self->begins == NULL || self->alone == NULL
        || self->pairs == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    uint32_t nodes = 1;
    self->term[0] = -1;
    for (Py_ssize_t number = 0; number < PyTuple_GET_SIZE(self->terms); number++) {
        PyObject *term = PyTuple_GET_ITEM(self->terms, number);
        uint32_t node = 0;
        for (Py_ssize_t place = 0; place < PyUnicode_GET_LENGTH(term); place++) {
            Py_UCS4 code = PyUnicode_READ_CHAR(term, place);
            uint32_t child = child_of(self, node, code);
            if (!child) {
                uint32_t slot = spread(node, code) & self->mask;
                while (self->edges[slot].node) {
                    slot = (slot + 1) & self->mask;
                }
                child = nodes++;
                self->term[child] = -1;
                self->edges[slot] = (Edge){node + 1, code, child};
            }
            node = child;
        }
        self->term[node] = (int32_t)number;
        Py_UCS4 code = PyUnicode_READ_CHAR(term, 0);
        set_bit(self->begins, clipped(code));
        if (PyUnicode_GET_LENGTH(term) == 1) {
            set_bit(self->alone, clipped(code));
        } else {
            set_bit(self->pairs, pair_of(self, code, PyUnicode_READ_CHAR(term, 1)));
        }
    }
    if (leads != Py_None) {
        if (!PyUnicode_Check(leads)) {
            PyErr_SetString(PyExc_TypeError, "leads: a text expected");
            return -1;
        }
        self->leads = PyMem_Calloc(BITS, 1);
        if (self->leads == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        for (Py_ssize_t place = 0; place < PyUnicode_GET_LENGTH(leads); place++) {
            set_bit(self->leads, clipped(PyUnicode_READ_CHAR(leads, place)));
        }
    }
    return 0;
}

static PyObject *terms_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"terms", "leads", NULL};
    PyObject *terms, *leads = Py_None;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "O|O:Terms", names, &terms, &leads)) {
        return NULL;
    }
    Terms *self = (Terms *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    self->terms = PySequence_Tuple(terms);
    if (self->terms == NULL || terms_build(self, leads) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

/* Every place of every term in order, shorter terms first; or, with ``longest``, those that do
 * not overlap: the first of all, and the longest there. */
static PyObject *terms_walk(Terms *self, PyObject *text, int longest)
{
    if (!is_text(text)) {
        return NULL;
    }
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    PyObject *found = PyList_New(0);
    if (found == NULL) {
        return NULL;
    }
    for (Py_ssize_t place = 0; place < size; place++) {
        Py_UCS4 code = PyUnicode_READ(kind, data, place);
        if (!has_bit(self->begins, clipped(code))) {
            continue;
        }
        if (self->leads && place > 0
            && !has_bit(self->leads, clipped(PyUnicode_READ(kind, data, place - 1)))) {
            continue;
        }
        if (!has_bit(self->alone, clipped(code))
            && (place + 1 >= size
                || !has_bit(self->pairs,
                            pair_of(self, code, PyUnicode_READ(kind, data, place + 1))))) {
            continue;
        }
        uint32_t node = child_of(self, 0, code);
        Py_ssize_t end = place + 1;
        Py_ssize_t best_end = 0;
        while (node) {
            if (self->term[node] >= 0) {
                if (longest) {
                    best_end = end;
                }
                else {
                    PyObject *term = PyTuple_GET_ITEM(self->terms, self->term[node]);
                    PyObject *pair = Py_BuildValue("(nO)", place, term);
                    if (pair == NULL || PyList_Append(found, pair) < 0) {
                        Py_XDECREF(pair);
                        Py_DECREF(found);
                        return NULL;
                    }
                    Py_DECREF(pair);
                }
            }
            if (end >= size) {
                break;
            }
            node = child_of(self, node, PyUnicode_READ(kind, data, end));
            end++;
        }
        if (best_end) {
            PyObject *pair = Py_BuildValue("(nn)", place, best_end);
            if (pair == NULL || PyList_Append(found, pair) < 0) {
                Py_XDECREF(pair);
                Py_DECREF(found);
                return NULL;
            }
            Py_DECREF(pair);
            place = best_end - 1;
        }
    }
    return found;
}

static PyObject *terms_places(Terms *self, PyObject *text)
{
    return terms_walk(self, text, 0);
}

static PyObject *terms_longest(Terms *self, PyObject *text)
{
    return terms_walk(self, text, 1);
}

static PyMethodDef terms_methods[] = {
    {"places", (PyCFunction)terms_places, METH_O,
     "places(text): offset and term of every place of every term."},
    {"longest", (PyCFunction)terms_longest, METH_O,
     "longest(text): start and end of the terms that do not overlap, first and longest."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot terms_slots[] = {
    {Py_tp_doc, "Every place of every one of many terms."},
    {Py_tp_new, terms_new},
    {Py_tp_dealloc, terms_dealloc},
    {Py_tp_methods, terms_methods},
    {0, NULL},
};

static PyType_Spec terms_spec = {
    "anonymizer.kernel.native.Terms", sizeof(Terms), 0, Py_TPFLAGS_DEFAULT, terms_slots,
};

/* -------------------------------------------------------------------- Words
 *
 * Tens of thousands of words as a set, ready many times sooner than a frozenset: they stay the
 * one text, a word a line, that they come as. Up to eight groups of words share a table, a bit
 * for each; a view of it asks for some of them. A slot has eight bits of its word's hash, so
 * that most strings that are no word are known for none by one byte; 0 is an empty slot.
 */
#define GROUPS 8

typedef struct {
    PyObject_HEAD
    PyObject *owner;  /* of the table, for a view */
    PyObject *text;
    uint8_t *tag;
    uint8_t *groups;  /* of each slot's word */
    uint32_t *place;  /* where it begins in the text */
    uint32_t mask;
    uint8_t among;    /* the groups asked for */
} Words;

static inline uint32_t hash_on(uint32_t hash, Py_UCS4 code)
{
    hash = (hash ^ code) * 0x9E3779B1u;
    return hash ^ hash >> 15;
}

static inline uint8_t tag_of(uint32_t hash)
{
    return hash >> 24 ? hash >> 24 : 1;
}

static inline uint32_t hash_of(int kind, const void *data, Py_ssize_t begin, Py_ssize_t end)
{
    uint32_t hash = 0;
    for (Py_ssize_t at = begin; at < end; at++) {
        hash = hash_on(hash, PyUnicode_READ(kind, data, at));
    }
    return hash;
}

/* The slot of a word, or the empty one where it would be. */
static inline uint32_t slot_of(const Words *self, uint32_t hash, int kind, const void *data,
                               Py_ssize_t begin, Py_ssize_t end)
{
    uint8_t tag = tag_of(hash);
    uint32_t at = hash & self->mask;
    for (;; at = (at + 1) & self->mask) {
        if (!self->tag[at]) {
            return at;
        }
        if (self->tag[at] != tag) {
            continue;
        }
        int own = PyUnicode_KIND(self->text);
        const void *lines = PyUnicode_DATA(self->text);
        Py_ssize_t size = PyUnicode_GET_LENGTH(self->text);
        Py_ssize_t place = self->place[at], from = begin;
        while (from < end && place < size
               && PyUnicode_READ(own, lines, place) == PyUnicode_READ(kind, data, from)
               && PyUnicode_READ(kind, data, from) != '\n') {
            place++;
            from++;
        }
        if (from == end && (place == size || PyUnicode_READ(own, lines, place) == '\n')) {
            return at;
        }
    }
}

/* The groups of a word; 0 if it is in none. */
static inline uint8_t groups_of(const Words *self, int kind, const void *data, Py_ssize_t begin,
                                Py_ssize_t end)
{
    return self->groups[slot_of(self, hash_of(kind, data, begin, end), kind, data, begin, end)];
}

/* Fill the table; ``limits`` are where the groups end in the text. */
static int words_build(Words *self, const Py_ssize_t *limits)
{
    int kind = PyUnicode_KIND(self->text);
    const void *data = PyUnicode_DATA(self->text);
    Py_ssize_t size = PyUnicode_GET_LENGTH(self->text), lines = 1;
    if (size > (Py_ssize_t)1 << 31) {
        PyErr_SetString(PyExc_ValueError, "words: too many");
        return -1;
    }
    for (Py_ssize_t at = 0; at < size; at++) {
        lines += PyUnicode_READ(kind, data, at) == '\n';
    }
    uint32_t slots = 16;
    while ((Py_ssize_t)slots < 2 * lines) {
        slots *= 2;
    }
    self->mask = slots - 1;
    self->tag = PyMem_Calloc(slots, sizeof(uint8_t));
    self->groups = PyMem_Calloc(slots, sizeof(uint8_t));
    self->place = PyMem_Calloc(slots, sizeof(uint32_t));
    if (self->tag == NULL || self->groups == NULL || self->place == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    int group = 0;
    for (Py_ssize_t begin = 0, end = 0; begin < size; begin = ++end) {
        while (end < size && PyUnicode_READ(kind, data, end) != '\n') {
            end++;
        }
        while (end > limits[group]) {
            group++;
        }
        if (end > begin) {
            uint32_t hash = hash_of(kind, data, begin, end);
            uint32_t at = slot_of(self, hash, kind, data, begin, end);
            if (!self->tag[at]) {
                self->tag[at] = tag_of(hash);
                self->place[at] = (uint32_t)begin;
            }
            self->groups[at] |= 1u << group;
        }
    }
    return 0;
}

static PyObject *words_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    Py_ssize_t count = PyTuple_GET_SIZE(args), limits[GROUPS], limit = -1;
    if (keywords != NULL || count < 1 || count > GROUPS) {
        PyErr_Format(PyExc_TypeError, "words: 1 to %d texts expected", GROUPS);
        return NULL;
    }
    for (Py_ssize_t at = 0; at < count; at++) {
        if (!is_text(PyTuple_GET_ITEM(args, at))) {
            return NULL;
        }
        limit += PyUnicode_GET_LENGTH(PyTuple_GET_ITEM(args, at)) + 1;
        limits[at] = limit;
    }
    Words *self = (Words *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    self->among = 0xFF;
    PyObject *line = PyUnicode_FromString("\n");
    self->text = line == NULL ? NULL : PyUnicode_Join(line, args);
    Py_XDECREF(line);
    if (self->text == NULL || !is_text(self->text) || words_build(self, limits) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static void words_dealloc(Words *self)
{
    if (self->owner == NULL) {
        PyMem_Free(self->tag);
        PyMem_Free(self->groups);
        PyMem_Free(self->place);
    }
    Py_XDECREF(self->owner);
    Py_XDECREF(self->text);
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free((PyObject *)self);
    Py_DECREF(type);
}

static PyObject *words_among(Words *self, PyObject *bits)
{
    long among = PyLong_AsLong(bits);
    if (among == -1 && PyErr_Occurred()) {
        return NULL;
    }
    PyTypeObject *type = Py_TYPE(self);
    Words *view = (Words *)type->tp_alloc(type, 0);
    if (view == NULL) {
        return NULL;
    }
    view->owner = Py_NewRef((PyObject *)self);
    view->text = Py_NewRef(self->text);
    view->tag = self->tag;
    view->groups = self->groups;
    view->place = self->place;
    view->mask = self->mask;
    view->among = self->among & (uint8_t)among;
    return (PyObject *)view;
}

static int words_contains(Words *self, PyObject *word)
{
    if (!is_text(word)) {
        return -1;
    }
    uint8_t groups = groups_of(self, PyUnicode_KIND(word), PyUnicode_DATA(word), 0,
                               PyUnicode_GET_LENGTH(word));
    return (groups & self->among) != 0;
}

static Py_ssize_t words_length(Words *self)
{
    Py_ssize_t count = 0;
    for (uint32_t at = 0; at <= self->mask; at++) {
        count += (self->groups[at] & self->among) != 0;
    }
    return count;
}

static PyObject *words_spans(Words *self, PyObject *args)
{
    PyObject *text;
    Py_ssize_t begin, end, shortest, longest;
    int heads;
    if (!PyArg_ParseTuple(args, "Unninn:spans", &text, &begin, &end, &heads, &shortest, &longest)
        || !is_text(text)) {
        return NULL;
    }
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    PyObject *found = PyList_New(0);
    for (Py_ssize_t start = begin < 0 ? 0 : begin; found != NULL && start < end; start++) {
        uint32_t hash = 0;
        Py_ssize_t last = start + longest < size ? start + longest : size;
        for (Py_ssize_t stop = start + 1; stop <= last; stop++) {
            hash = hash_on(hash, PyUnicode_READ(kind, data, stop - 1));
            if (stop - start < shortest) {
                continue;
            }
            uint8_t groups = self->groups[slot_of(self, hash, kind, data, start, stop)];
            if (stop - start == shortest && !(groups & heads)) {
                break;
            }
            if (groups & self->among) {
                PyObject *span = Py_BuildValue("(nn)", start, stop);
                if (span == NULL || PyList_Append(found, span) < 0) {
                    Py_CLEAR(found);
                }
                Py_XDECREF(span);
                if (found == NULL) {
                    break;
                }
            }
        }
    }
    return found;
}

static PyMethodDef words_methods[] = {
    {"among", (PyCFunction)words_among, METH_O, "among(groups): the words of some groups."},
    {"spans", (PyCFunction)words_spans, METH_VARARGS,
     "spans(text, begin, end, heads, shortest, longest): start and end of words in a text."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot words_slots[] = {
    {Py_tp_doc, "Many words as a set, from texts with a word a line."},
    {Py_tp_new, words_new},
    {Py_tp_dealloc, words_dealloc},
    {Py_tp_methods, words_methods},
    {Py_sq_contains, words_contains},
    {Py_sq_length, words_length},
    {0, NULL},
};

static PyType_Spec words_spec = {
    "anonymizer.kernel.native.Words", sizeof(Words), 0, Py_TPFLAGS_DEFAULT, words_slots,
};

/* -------------------------------------------------------------------- Stems
 *
 * Where the distinguishing part of a name begins, see recognition/stems.py: StemFinder.before
 * is written there once more, step by step the same, and says what the numbers mean.
 */
enum { COMMON = 1, OTHER = 2, LISTED = 4, BLOCKED = 8 };  /* groups of words */
enum { IN_NAMES = 1, ALONE = 2, PREFIX = 4, UNIT = 8 };   /* what a character can be */
#define ORDINARY (COMMON | OTHER)
#define READABLE (COMMON | OTHER | LISTED)
#define NEAR 16
#define LENGTHS 7
#define NEVER 9e9

typedef struct {
    int16_t first;
    int16_t further;
    uint8_t cheap;
    uint8_t sorts;
} Letter;

typedef struct {
    PyObject_HEAD
    Words *words;
    Letter *letter;  /* one for each character of the table, and one for all beyond */
    double cheap[256];
    double length[LENGTHS];
    double most[LENGTHS];
    double single, word, cheapest, weight;
    Py_ssize_t near;
} Stems;

typedef struct {
    int kind;
    const void *data;
    Py_ssize_t size;
} View;

static inline Py_UCS4 code_at(View text, Py_ssize_t at)
{
    return PyUnicode_READ(text.kind, text.data, at);
}

static inline const Letter *letter_at(const Stems *self, View text, Py_ssize_t at)
{
    return self->letter + clipped(code_at(text, at));
}

static inline uint8_t piece(const Stems *self, View text, Py_ssize_t begin, Py_ssize_t end)
{
    return groups_of(self->words, text.kind, text.data, begin, end);
}

static double stems_plain(const Stems *self, View text, Py_ssize_t end, Py_ssize_t generic,
                          Py_ssize_t size, const double *costs)
{
    static const int reaches[][2] = {{1, 1}, {1, 2}, {1, 3}, {2, 1}, {2, 2}, {3, 1}};
    double null = costs[size];
    for (int at = 0; at < 6; at++) {
        Py_ssize_t before = reaches[at][0], behind = reaches[at][1];
        if (behind == 3 && generic == 1) {
            continue;
        }
        if (before > size) {
            break;
        }
        Py_ssize_t stop = end + behind < text.size ? end + behind : text.size;
        uint8_t over = piece(self, text, end - before, stop);
        if (over & ORDINARY) {
            if (stop - end + before > 2 && over & OTHER) {
                return -1.0;
            }
            if (behind <= generic && costs[size - before] + 0.9 < null) {
                null = costs[size - before] + 0.9;
            }
        }
    }
    return null;
}

static void stems_costs(const Stems *self, View text, Py_ssize_t begin, Py_ssize_t end,
                        int goes_on, double *costs)
{
    double one = 0.0, two = NEVER, three = NEVER, four = NEVER;
    *costs++ = 0.0;
    for (Py_ssize_t stop = begin + 1; stop <= end; stop++) {
        double best = one + self->cheap[letter_at(self, text, stop - 1)->cheap];
        if (two + self->word < best && piece(self, text, stop - 2, stop) & READABLE) {
            best = two + self->word;
        }
        if (three + self->word < best && piece(self, text, stop - 3, stop) & READABLE) {
            best = three + self->word;
        }
        if (four + self->word < best && piece(self, text, stop - 4, stop) & READABLE) {
            best = four + self->word;
        }
        if (goes_on && stop - begin < 3) {
            best = 0.0;
        }
        four = three;
        three = two;
        two = one;
        one = best;
        *costs++ = best;
    }
}

/* What it costs to read text[begin:end], of two characters or more, as a name. */
static double stems_name(const Stems *self, View text, Py_ssize_t begin, Py_ssize_t end,
                         uint8_t groups, int *listed, int *word)
{
    Py_ssize_t length = end - begin;
    *word = (groups & ORDINARY) != 0;
    *listed = 0;
    if (groups & LISTED) {
        *listed = 1;
        return *word ? 1.05 : length == 2 ? 0.7 : 0.6;
    }
    if (length > 2 && !*word && letter_at(self, text, begin)->sorts & PREFIX
        && piece(self, text, begin + 1, end) & LISTED) {
        *listed = 1;
        return 0.75;
    }
    int odds = letter_at(self, text, begin)->first;
    for (Py_ssize_t at = begin + 1; at < end; at++) {
        odds += letter_at(self, text, at)->further;
    }
    double cost = self->length[length] - self->weight * odds;
    if (*word) {
        return cost + 0.4;
    }
    if (length > 2) {
        uint8_t head = piece(self, text, begin, begin + 2);
        if (head & OTHER) {
            cost += 1.0;
        } else if (head & ORDINARY) {
            cost += 0.3;
        }
        if (piece(self, text, end - 2, end) & ORDINARY) {
            cost += 0.15;
        }
    }
    return cost;
}

static PyObject *a_stem(Py_ssize_t start, int known, int word, double gain)
{
    return Py_BuildValue("(nOOd)", start, known ? Py_True : Py_False, word ? Py_True : Py_False,
                         gain);
}

static PyObject *stems_before(Stems *self, PyObject *args)
{
    PyObject *string;
    Py_ssize_t end, generic, floor;
    if (!PyArg_ParseTuple(args, "Unnn:before", &string, &end, &generic, &floor)
        || !is_text(string)) {
        return NULL;
    }
    View text = {PyUnicode_KIND(string), PyUnicode_DATA(string), PyUnicode_GET_LENGTH(string)};
    if (floor < 0 || end > text.size) {
        PyErr_SetString(PyExc_ValueError, "stems: outside of the text");
        return NULL;
    }
    Py_ssize_t stop = end - self->near < floor ? floor : end - self->near, begin = end;
    while (begin > stop && letter_at(self, text, begin - 1)->sorts & IN_NAMES) {
        begin--;
    }
    int goes_on = 0;
    if (begin <= stop) {
        begin = stop;
        goes_on = stop > floor;
    } else if (begin < end && letter_at(self, text, begin)->sorts & UNIT
               && Py_UNICODE_ISDIGIT(code_at(text, begin - 1))) {
        begin++;
    }
    Py_ssize_t size = end - begin;
    if (size < 1) {
        Py_RETURN_NONE;
    }
    double costs[NEAR + 1] = {0.0};
    const Letter *last = letter_at(self, text, end - 1);
    if (size == 1) {
        if (!(last->sorts & ALONE)) {
            if (stems_plain(self, text, end, generic, 1, costs) < 0) {
                Py_RETURN_NONE;
            }
            return a_stem(begin, 0, 0, 0.0);
        }
    } else if (piece(self, text, end - 2, end) & BLOCKED
               || (size > 2 && piece(self, text, end - 3, end) & BLOCKED)) {
        Py_RETURN_NONE;
    } else if (!goes_on) {
        uint8_t run = piece(self, text, begin, end);
        if (run & LISTED && !(run & ORDINARY)) {
            return a_stem(begin, 1, 0, 0.5);
        }
    }
    stems_costs(self, text, begin, end, goes_on, costs);
    double null = stems_plain(self, text, end, generic, size, costs), total = NEVER;
    if (null < 0) {
        Py_RETURN_NONE;
    }
    Py_ssize_t start = -1;
    int known = 0, word = 0;
    if (last->sorts & ALONE) {
        start = end - 1;
        known = 1;
        total = costs[size - 1] + 1.0;
    }
    int last_two = size > 1 && piece(self, text, end - 2, end) & READABLE;
    int odds = last->further;
    for (Py_ssize_t length = 2; length <= size && length < LENGTHS; length++) {
        double before = costs[size - length];
        Py_ssize_t place = end - length;
        const Letter *first = letter_at(self, text, place);
        if (before + self->cheapest < total) {
            uint8_t groups = piece(self, text, place, end);
            int listed = 0, ordinary = 0;
            double cost;
            if (groups & READABLE
                || (length > 2
                    && (last_two || first->sorts & PREFIX
                        || piece(self, text, place, place + 2) & READABLE))) {
                cost = stems_name(self, text, place, end, groups, &listed, &ordinary);
            } else {
                cost = self->length[length] - self->weight * (first->first + odds);
            }
            if (cost <= self->most[length] && before + cost < total) {
                start = place;
                known = listed;
                word = ordinary;
                total = before + cost;
            }
        }
        odds += first->further;
    }
    if (start < 0) {
        Py_RETURN_NONE;
    }
    return a_stem(start, known, word, null - total);
}

/* Set a bit for all characters of a text. */
static int mark_letters(Stems *self, PyObject *letters, uint8_t sort)
{
    for (Py_ssize_t at = 0; at < PyUnicode_GET_LENGTH(letters); at++) {
        Py_UCS4 code = PyUnicode_READ_CHAR(letters, at);
        if (code >= TABLE) {
            PyErr_SetString(PyExc_ValueError, "stems: a character beyond the table");
            return -1;
        }
        self->letter[code].sorts |= sort;
    }
    return 0;
}

/* Set the odds of characters from a mapping to whole numbers. */
static int take_odds(Stems *self, PyObject *odds, int further)
{
    PyObject *letter, *number;
    for (Py_ssize_t at = 0; PyDict_Next(odds, &at, &letter, &number);) {
        long value = PyLong_AsLong(number);
        if (value == -1 && PyErr_Occurred()) {
            return -1;
        }
        if (!is_text(letter) || PyUnicode_GET_LENGTH(letter) != 1
            || PyUnicode_READ_CHAR(letter, 0) >= TABLE || value < INT16_MIN || value > INT16_MAX) {
            PyErr_SetString(PyExc_ValueError, "stems: odds out of range");
            return -1;
        }
        Letter *own = self->letter + PyUnicode_READ_CHAR(letter, 0);
        *(further ? &own->further : &own->first) = (int16_t)value;
    }
    return 0;
}

/* Set what characters alone cost from a mapping of costs to characters. */
static int take_cheap(Stems *self, PyObject *cheap)
{
    PyObject *cost, *letters;
    int count = 0;
    self->cheap[0] = self->single;
    for (Py_ssize_t at = 0; PyDict_Next(cheap, &at, &cost, &letters);) {
        if (++count > 255 || !PyFloat_Check(cost) || !is_text(letters)) {
            PyErr_SetString(PyExc_ValueError, "stems: costs out of range");
            return -1;
        }
        self->cheap[count] = PyFloat_AS_DOUBLE(cost);
        for (Py_ssize_t letter = 0; letter < PyUnicode_GET_LENGTH(letters); letter++) {
            Py_UCS4 code = PyUnicode_READ_CHAR(letters, letter);
            if (code < TABLE) {
                self->letter[code].cheap = (uint8_t)count;
            }
        }
    }
    return 0;
}

static int take_numbers(PyObject *numbers, double *to)
{
    if (!PyTuple_Check(numbers) || PyTuple_GET_SIZE(numbers) != LENGTHS) {
        PyErr_Format(PyExc_ValueError, "stems: %d numbers expected", LENGTHS);
        return -1;
    }
    for (int at = 0; at < LENGTHS; at++) {
        to[at] = PyFloat_AsDouble(PyTuple_GET_ITEM(numbers, at));
    }
    return PyErr_Occurred() ? -1 : 0;
}

static PyTypeObject *words_type;

static PyObject *stems_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"words", "in_names", "alone",  "prefixes", "units", "cheap",
                            "first", "further",  "length", "most",     "costs", "near", NULL};
    PyObject *words, *in_names, *alone, *prefixes, *units, *cheap, *first, *further, *length, *most;
    double single, word, cheapest, weight;
    Py_ssize_t near;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "O!UUUUO!O!O!OO(dddd)n:Stems", names,
                                     words_type, &words, &in_names, &alone, &prefixes, &units,
                                     &PyDict_Type, &cheap, &PyDict_Type, &first, &PyDict_Type,
                                     &further, &length, &most, &single, &word, &cheapest, &weight,
                                     &near)) {
        return NULL;
    }
    if (near < 1 || near > NEAR) {
        PyErr_Format(PyExc_ValueError, "stems: 1 to %d characters", NEAR);
        return NULL;
    }
    Stems *self = (Stems *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    self->words = (Words *)Py_NewRef(words);
    self->letter = PyMem_Calloc(TABLE + 1, sizeof(Letter));
    self->single = single;
    self->word = word;
    self->cheapest = cheapest;
    self->weight = weight;
    self->near = near;
    if (self->letter == NULL) {
        PyErr_NoMemory();
    } else if (mark_letters(self, in_names, IN_NAMES) == 0 && mark_letters(self, alone, ALONE) == 0
               && mark_letters(self, prefixes, PREFIX) == 0 && mark_letters(self, units, UNIT) == 0
               && take_cheap(self, cheap) == 0 && take_odds(self, first, 0) == 0
               && take_odds(self, further, 1) == 0 && take_numbers(length, self->length) == 0
               && take_numbers(most, self->most) == 0) {
        return (PyObject *)self;
    }
    Py_DECREF(self);
    return NULL;
}

static void stems_dealloc(Stems *self)
{
    PyMem_Free(self->letter);
    Py_XDECREF(self->words);
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free((PyObject *)self);
    Py_DECREF(type);
}

static PyMethodDef stems_methods[] = {
    {"before", (PyCFunction)stems_before, METH_VARARGS,
     "before(text, end, generic, floor): (start, known, word, gain) of a name, or None."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot stems_slots[] = {
    {Py_tp_doc, "Where the name begins that stands before a generic word."},
    {Py_tp_new, stems_new},
    {Py_tp_dealloc, stems_dealloc},
    {Py_tp_methods, stems_methods},
    {0, NULL},
};

static PyType_Spec stems_spec = {
    "anonymizer.kernel.native.Stems", sizeof(Stems), 0, Py_TPFLAGS_DEFAULT, stems_slots,
};

/* -------------------------------------------------------------------- Model
 *
 * See recognition/statistical: features.py says what the columns and features are, weights.py
 * what is made of their sums. Here the same is done for one character after the other.
 */
#define PAD 8
#define KINDS 4
#define LABELS 17
#define AHEAD 12 /* the longest name */
#define WINDOWS 6
#define TABLE_BITS 22
#define FEATURES 128 /* at most */
#define ROWS_OF_BYTES 14

enum {
    ONE, TWO, THREE, FOUR, AROUND, CLASSES, WORDS, COVER, EDGE, EDGE_COVER, SURNAME_COVER,
    SURNAME_EDGE, POST, POST_SURNAME, POST_END, DIVISION, DIVISION_EDGE, DIVISION_THIRD,
    DIVISION_FOURTH, DIVISION_NEXT, DIVISION_BEFORE, GIVEN, SYLLABLES, LOCAL, COLUMNS
};

static const char *const column_names[COLUMNS] = {
    "one", "two", "three", "four", "around", "classes", "words", "cover", "edge", "edge_cover",
    "surname_cover", "surname_edge", "post", "post_surname", "post_end", "division",
    "division_edge", "division_third", "division_fourth", "division_next", "division_before",
    "given", "syllables", "local",
};

typedef struct {
    int column;
    int distance;
    uint32_t salt;
} Feature;

typedef struct {
    PyObject_HEAD
    int bits;
    double scale;
    int threshold;
    int features;
    int screened;
    Feature *feature;
    Feature *screen_feature;
    int8_t *emissions; /* a row of 16 for each bucket */
    int8_t *screen;    /* one for each bucket */
    uint16_t *entries; /* what lexicons hold the windows with a hash */
    uint8_t *known;    /* one bit for each entry that says anything: few do, and these stay near */
    uint8_t looks[TABLE];
    uint8_t classes[TABLE];
    int32_t into[KINDS][2];  /* relative to no name: into B and S of each kind, */
    int32_t out[KINDS][2];   /* out of E and S, */
    int32_t steps[KINDS][AHEAD]; /* and the changes within names of each length */
} Model;

static void model_dealloc(Model *self)
{
    PyMem_Free(self->feature);
    PyMem_Free(self->screen_feature);
    PyMem_Free(self->emissions);
    PyMem_Free(self->screen);
    PyMem_Free(self->entries);
    PyMem_Free(self->known);
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free((PyObject *)self);
    Py_DECREF(type);
}

static uint32_t read_u16(const unsigned char *data)
{
    return data[0] | (uint32_t)data[1] << 8;
}

/* The parts of a model's body, as weights.dump() and LexiconTable.dump() write them. */
static int model_unpack(Model *self, const unsigned char *body, Py_ssize_t size, Py_ssize_t count)
{
    Py_ssize_t buckets = (Py_ssize_t)1 << self->bits;
    if (count < 0 || count > buckets || size < 19 * count + 4) {
        PyErr_SetString(PyExc_ValueError, "too short");
        return -1;
    }
    const unsigned char *rows = body + 2 * count, *screen = body + 18 * count;
    Py_ssize_t bucket = 0;
    for (Py_ssize_t number = 0; number < count; number++) {
        bucket += read_u16(body + 2 * number);
        if (bucket >= buckets) {
            PyErr_SetString(PyExc_ValueError, "a bucket that is none");
            return -1;
        }
        for (int label = 0; label < 16; label++) {
            self->emissions[16 * bucket + label] = (int8_t)rows[label * count + number];
        }
        self->screen[bucket] = (int8_t)screen[number];
    }
    const unsigned char *table = body + 19 * count;
    Py_ssize_t used = read_u16(table) | (Py_ssize_t)read_u16(table + 2) << 16;
    if (used > (Py_ssize_t)1 << TABLE_BITS || size < 19 * count + 4 + 4 * used + TABLE) {
        PyErr_SetString(PyExc_ValueError, "too short");
        return -1;
    }
    Py_ssize_t place = 0;
    for (Py_ssize_t number = 0; number < used; number++) {
        place += read_u16(table + 4 + 2 * number);
        if (place >= (Py_ssize_t)1 << TABLE_BITS) {
            PyErr_SetString(PyExc_ValueError, "an entry beyond the table");
            return -1;
        }
        self->entries[place] = (uint16_t)read_u16(table + 4 + 2 * used + 2 * number);
        self->known[place >> 3] |= 1 << (place & 7);
    }
    memcpy(self->looks, table + 4 + 4 * used, TABLE);
    return 0;
}

/* Features as Python gives them: pairs of a column's name and a distance. */
static int read_features(PyObject *pairs, Feature **made, int *count)
{
    PyObject *all = PySequence_Fast(pairs, "features: a sequence expected");
    if (all == NULL) {
        return -1;
    }
    *count = (int)PySequence_Fast_GET_SIZE(all);
    if (*count > FEATURES) {
        PyErr_SetString(PyExc_ValueError, "features: too many");
        Py_DECREF(all);
        return -1;
    }
    *made = PyMem_Calloc(*count + 1, sizeof(Feature));
    if (*made == NULL) {
        Py_DECREF(all);
        PyErr_NoMemory();
        return -1;
    }
    for (int number = 0; number < *count; number++) {
        const char *name;
        int distance, column = 0;
        if (!PyArg_ParseTuple(PySequence_Fast_GET_ITEM(all, number), "si", &name, &distance)) {
            Py_DECREF(all);
            return -1;
        }
        while (column < COLUMNS && strcmp(column_names[column], name) != 0) {
            column++;
        }
        if (column == COLUMNS || distance < -4 || distance > 4) {
            PyErr_Format(PyExc_ValueError, "features: no %s at %d", name, distance);
            Py_DECREF(all);
            return -1;
        }
        (*made)[number] = (Feature){column, distance, (uint32_t)(number + 1) * 2654435761u};
    }
    Py_DECREF(all);
    return 0;
}

static int read_changes(PyObject *rows, int32_t (*change)[LABELS])
{
    for (int before = 0; before < LABELS; before++) {
        PyObject *row = PySequence_GetItem(rows, before);
        if (row == NULL) {
            return -1;
        }
        for (int behind = 0; behind < LABELS; behind++) {
            PyObject *value = PySequence_GetItem(row, behind);
            long number = value ? PyLong_AsLong(value) : -1;
            Py_XDECREF(value);
            if (number == -1 && PyErr_Occurred()) {
                Py_DECREF(row);
                return -1;
            }
            change[before][behind] = (int32_t)number;
        }
        Py_DECREF(row);
    }
    return 0;
}

static void weigh_changes(Model *self, int32_t (*change)[LABELS])
{
    int32_t none = change[0][0];
    for (int kind = 0; kind < KINDS; kind++) {
        int b = 1 + 4 * kind, i = b + 1, e = b + 2, s = b + 3;
        self->into[kind][0] = change[0][b] - none;
        self->into[kind][1] = change[0][s] - none;
        self->out[kind][0] = change[e][0] - none;
        self->out[kind][1] = change[s][0] - none;
        self->steps[kind][0] = 0;
        self->steps[kind][1] = change[b][e] - none;
        for (int ahead = 2; ahead < AHEAD; ahead++) {
            self->steps[kind][ahead] = change[b][i] + change[i][e] - 2 * none
                                       + (ahead - 2) * (change[i][i] - none);
        }
    }
}

static PyObject *model_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"body", "used", "bits", "scale", "threshold", "features",
                            "screened", "transitions", "classes", NULL};
    PyObject *body, *features, *screened, *transitions, *classes;
    Py_ssize_t used;
    int bits, threshold;
    double scale;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "SnidiOOOS:Model", names, &body, &used,
                                     &bits, &scale, &threshold, &features, &screened,
                                     &transitions, &classes)) {
        return NULL;
    }
    if (bits < 1 || bits > 24) {
        PyErr_SetString(PyExc_ValueError, "bits: 1 to 24 expected");
        return NULL;
    }
    const void *class = bytes_of(classes, TABLE, "classes");
    if (class == NULL) {
        return NULL;
    }
    Model *self = (Model *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    int32_t change[LABELS][LABELS];
    self->bits = bits;
    self->scale = scale;
    self->threshold = threshold;
    memcpy(self->classes, class, TABLE);
    self->emissions = PyMem_Calloc((size_t)16 << bits, 1);
    self->screen = PyMem_Calloc((size_t)1 << bits, 1);
    self->entries = PyMem_Calloc((size_t)1 << TABLE_BITS, sizeof(uint16_t));
    self->known = PyMem_Calloc((size_t)1 << (TABLE_BITS - 3), 1);
    if (self->emissions == NULL || self->screen == NULL || self->entries == NULL
        || self->known == NULL) {
        PyErr_NoMemory();
        Py_DECREF(self);
        return NULL;
    }
    if (model_unpack(self, (const unsigned char *)PyBytes_AS_STRING(body),
                     PyBytes_GET_SIZE(body), used) < 0
        || read_features(features, &self->feature, &self->features) < 0
        || read_changes(transitions, change) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    weigh_changes(self, change);
    PyObject *chosen = PySequence_Fast(screened, "screened: a sequence expected");
    if (chosen == NULL) {
        Py_DECREF(self);
        return NULL;
    }
    self->screened = (int)PySequence_Fast_GET_SIZE(chosen);
    self->screen_feature = PyMem_Calloc(self->screened + 1, sizeof(Feature));
    for (int number = 0; self->screen_feature && number < self->screened; number++) {
        long feature = PyLong_AsLong(PySequence_Fast_GET_ITEM(chosen, number));
        if (feature < 0 || feature >= self->features) {
            PyErr_SetString(PyExc_ValueError, "screened: a feature that is none");
            break;
        }
        self->screen_feature[number] = self->feature[feature];
    }
    Py_DECREF(chosen);
    if (self->screen_feature == NULL) {
        PyErr_NoMemory();
    }
    if (PyErr_Occurred()) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

#if defined(__GNUC__) || defined(__clang__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)0)
#endif

static inline uint32_t mix(uint32_t left, uint32_t right)
{
    uint32_t mixed = (left ^ right) * 0x9E3779B1u;
    return mixed ^ mixed >> 15;
}

static inline uint32_t larger(uint32_t left, uint32_t right)
{
    return left > right ? left : right;
}

/* How long a window of one to six characters counts; a single character is no word. */
static const uint8_t window_length[WINDOWS] = {0, 2, 3, 4, 5, 5};

/* For words, posts or divisions: how long the longest is that begins at each character, ends
 * with it, and lies across the border before it. ``known`` has a row of six lengths for each. */
static void edges_of(const uint8_t (*known)[WINDOWS], Py_ssize_t size, uint8_t *starts,
                     uint8_t *ends, uint8_t *inside)
{
    if (size <= 0) {
        return; /* says nothing new, but to the compiler */
    }
    memset(ends, 0, size);
    if (inside) {
        memset(inside, 0, size);
    }
    for (Py_ssize_t at = 0; at < size; at++) {
        uint8_t longest = 0;
        for (int window = WINDOWS - 1; window >= 0; window--) {
            uint8_t length = known[at][window];
            if (at + window < size) {
                if (length > ends[at + window]) {
                    ends[at + window] = length;
                }
                if (length > longest) {
                    longest = length;
                }
                if (inside && window && longest > inside[at + window]) {
                    inside[at + window] = longest;
                }
            }
        }
        starts[at] = longest;
    }
}

typedef struct {
    Py_ssize_t size;   /* characters with their padding */
    uint32_t *column[COLUMNS];
    uint8_t *class;
    void *memory;
} Columns;

static int columns_of(const Model *self, int kind, const void *data, Py_ssize_t begin,
                      Py_ssize_t count, Columns *columns)
{
    Py_ssize_t size = count + 2 * PAD;
    /* One piece of memory: the columns, the code points, and what words are made of. */
    size_t words = (size_t)size * sizeof(uint32_t);
    char *memory = PyMem_Calloc(1, words * (COLUMNS + 1) + (size_t)size * (WINDOWS + ROWS_OF_BYTES));
    if (memory == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    columns->memory = memory;
    columns->size = size;
    for (int number = 0; number < COLUMNS; number++) {
        columns->column[number] = (uint32_t *)(memory + words * number);
    }
    uint32_t *codes = (uint32_t *)(memory + words * COLUMNS);
    uint8_t(*known)[WINDOWS] = (uint8_t(*)[WINDOWS])(memory + words * (COLUMNS + 1));
    uint8_t *next = (uint8_t *)known + (size_t)size * WINDOWS;
#define BYTES(name) uint8_t *name = next; next += size
    BYTES(class); BYTES(starts); BYTES(ends); BYTES(inside); BYTES(surname);
    BYTES(post_starts); BYTES(post_ends); BYTES(place_starts); BYTES(place_ends);
    BYTES(place_inside); BYTES(level); BYTES(look); BYTES(post_known); BYTES(place_known);
#undef BYTES
    columns->class = class;
    for (Py_ssize_t at = 0; at < count; at++) {
        codes[PAD + at] = PyUnicode_READ(kind, data, begin + at);
    }
    uint32_t **column = columns->column;
    uint32_t *one = column[ONE];
    for (Py_ssize_t at = 0; at < size; at++) {
        uint32_t code = codes[at] < TABLE ? codes[at] : TABLE - 1;
        class[at] = self->classes[code];
        look[at] = self->looks[code];
        one[at] = at < PAD || at >= size - PAD ? '\n'
                  : class[at] == 2             ? 1
                  : class[at] == 4             ? 2
                                               : codes[at];
    }
    /* The lexicons: one look-up for each window; words first, then posts and divisions as bits. */
    for (Py_ssize_t at = 0; at < size; at++) {
        uint32_t hash = mix(codes[at], 7919);
        for (int window = 0; window < WINDOWS && at + window < size; window++) {
            if (window) {
                hash = mix(hash, codes[at + window]);
            }
            uint32_t slot = hash >> (32 - TABLE_BITS);
            if (!(self->known[slot >> 3] >> (slot & 7) & 1)) {
                continue;
            }
            uint16_t entry = self->entries[slot];
            known[at][window] = entry & 1 ? window_length[window] : 0;
            if (entry >> 4 & 3) {
                post_known[at] |= 1 << window;
            }
            if (window < 2) {
                surname[at] |= (entry >> 1 & 7) << (3 * window);
            }
            if (window && (entry >> 6 & 7)) {
                place_known[at] |= 1 << window;
                level[at] = larger(level[at], entry >> 6 & 7);
            }
        }
    }
    edges_of((const uint8_t(*)[WINDOWS])known, size, starts, ends, inside);
#define KNOWN(bits)                                                        \
    for (Py_ssize_t at = 0; at < size; at++) {                             \
        for (int window = 0; window < WINDOWS; window++) {                 \
            known[at][window] = bits[at] >> window & 1 ? window_length[window] : 0; \
        }                                                                  \
    }
    KNOWN(post_known)
    edges_of((const uint8_t(*)[WINDOWS])known, size, post_starts, post_ends, NULL);
    KNOWN(place_known)
    edges_of((const uint8_t(*)[WINDOWS])known, size, place_starts, place_ends, place_inside);
#undef KNOWN
    for (Py_ssize_t at = 0; at < size; at++) {
        column[WORDS][at] = starts[at] | ends[at] << 3 | (uint32_t)inside[at] << 6;
        column[POST][at] = post_starts[at];
        column[POST_END][at] = post_ends[at];
    }
    for (Py_ssize_t at = 4; at < size - 4; at++) {
        uint32_t left = one[at] * 0x85EBCA6Bu;
        uint32_t two = mix(left, one[at + 1]);
        uint32_t three = mix(two, one[at + 2]);
        column[TWO][at] = two;
        column[THREE][at] = three;
        column[FOUR][at] = mix(three, one[at + 3]);
        column[AROUND][at] = mix(left, one[at + 2]);
        column[CLASSES][at] = class[at] | class[at + 1] << 4 | class[at + 2] << 8
                              | class[at - 1] << 12 | (uint32_t)class[at - 2] << 16;
        uint32_t before = ends[at - 1];
        uint32_t edge = before | starts[at] << 3;
        uint32_t cover = inside[at] | inside[at + 1] << 3 | inside[at + 2] << 6
                         | inside[at + 3] << 9;
        uint32_t here = surname[at];
        column[COVER][at] = cover;
        column[EDGE][at] = edge;
        column[EDGE_COVER][at] = before | cover << 3;
        column[SURNAME_COVER][at] = here | cover << 6;
        column[SURNAME_EDGE][at] = here | edge << 6;
        column[POST_SURNAME][at] = post_starts[at]
                                   | (surname[at - 1] | (uint32_t)surname[at - 2] << 6
                                      | (uint32_t)surname[at - 3] << 12) << 3;
#define GIVEN_AT(i) (look[i] & 1u)
#define SOUND(i) (look[i] >> 1 & 1u)
#define LATER(i) (look[i] >> 5 & 7u)
        column[GIVEN][at] = here | (GIVEN_AT(at + 1) | GIVEN_AT(at + 2) << 1
                                    | GIVEN_AT(at + 3) << 2) << 6;
        column[SYLLABLES][at] = SOUND(at - 1) | SOUND(at) << 1 | SOUND(at + 1) << 2
                                | SOUND(at + 2) << 3 | SOUND(at + 3) << 4;
        column[LOCAL][at] = (look[at] >> 2 & 7u) | (LATER(at + 1) | LATER(at + 2) << 3) << 3;
#undef GIVEN_AT
#undef SOUND
#undef LATER
        column[DIVISION][at] = place_starts[at] | place_ends[at] << 3
                               | (uint32_t)place_inside[at] << 6
                               | (uint32_t)place_inside[at + 1] << 9;
        column[DIVISION_THIRD][at] = mix(place_starts[at] | 1u << 20, one[at + 2]);
        column[DIVISION_FOURTH][at] = mix(place_starts[at] | 1u << 21, one[at + 3]);
        column[DIVISION_NEXT][at] = mix(place_ends[at] | 1u << 22, one[at + 1]);
        column[DIVISION_BEFORE][at] = mix(place_ends[at - 1] | 1u << 23, two);
    }
    for (Py_ssize_t at = 0; at < size; at++) {
        column[DIVISION_EDGE][at] = place_starts[at] | level[at] << 3
                                    | (column[EDGE_COVER][at] & 7) << 7;
    }
    return 0;
}

static inline uint32_t bucket_of(const Columns *columns, const Feature *feature, Py_ssize_t at,
                                 int bits)
{
    uint32_t value = columns->column[feature->column][at + feature->distance] ^ feature->salt;
    value *= 0x9E3779B1u;
    value ^= value >> 15;
    value *= 0x85EBCA6Bu;
    return value >> (32 - bits);
}

/* The characters that may belong to a name, in ascending order; how many. */
static Py_ssize_t candidates(const Model *self, const Columns *columns, int32_t *places)
{
    Py_ssize_t found = 0;
    for (Py_ssize_t at = PAD; at < columns->size - PAD; at++) {
        uint8_t class = columns->class[at];
        if (class >= 5 && class <= 10) {
            continue; /* no name holds a stop or a bracket */
        }
        int total = 0;
        for (int number = 0; number < self->screened; number++) {
            total += self->screen[bucket_of(columns, self->screen_feature + number, at,
                                            self->bits)];
        }
        if (total >= self->threshold) {
            places[found++] = (int32_t)(at - PAD);
        }
    }
    return found;
}

static void scores_at(const Model *self, const Columns *columns, Py_ssize_t at, int32_t *total)
{
    int16_t sums[16] = {0};
    uint32_t bucket[FEATURES];
    for (int number = 0; number < self->features; number++) {
        bucket[number] = bucket_of(columns, self->feature + number, at, self->bits);
        PREFETCH(self->emissions + 16 * (size_t)bucket[number]);
    }
    for (int number = 0; number < self->features; number++) {
        const int8_t *row = self->emissions + 16 * (size_t)bucket[number];
        for (int label = 0; label < 16; label++) {
            sums[label] += row[label];
        }
    }
    for (int label = 0; label < 16; label++) {
        total[label] = sums[label];
    }
}

typedef struct {
    int32_t start;
    int32_t end;
    int32_t kind;
    int32_t total;
} Stretch;

typedef struct {
    Stretch *stretch;
    Py_ssize_t count;
    Py_ssize_t room;
} Stretches;

static int add_stretch(Stretches *found, Stretch stretch)
{
    if (found->count == found->room) {
        Py_ssize_t room = found->room ? 2 * found->room : 256;
        Stretch *larger_one = PyMem_Realloc(found->stretch, room * sizeof(Stretch));
        if (larger_one == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        found->stretch = larger_one;
        found->room = room;
    }
    found->stretch[found->count++] = stretch;
    return 0;
}

static int by_end(const void *left, const void *right)
{
    const Stretch *a = left, *b = right;
    if (a->end != b->end) {
        return a->end < b->end ? -1 : 1;
    }
    if (a->start != b->start) {
        return a->start < b->start ? -1 : 1;
    }
    return a->kind < b->kind ? -1 : a->kind > b->kind;
}

/* Every stretch of candidates that is good enough as a name. With ``best_only`` no more than
 * one from each beginning: in a text that is no speech every stretch may be good. */
static int weigh_stretches(const Model *self, const int32_t *places, Py_ssize_t count,
                           const int32_t (*scores)[16], const double *least, int best_only,
                           Stretches *found, Py_ssize_t *beginnings)
{
    found->count = 0;
    *beginnings = 0;
    for (Py_ssize_t first = 0; first < count; first++) {
        for (int kind = 0; kind < KINDS; kind++) {
            const int32_t *own = scores[first] + 4 * kind;
            int32_t begin = own[0] + self->into[kind][0];
            int32_t single = own[3] + self->into[kind][1] + self->out[kind][1];
            if (!(begin > -4.0 * self->scale || single > least[kind])) {
                continue;
            }
            ++*beginnings;
            int32_t middle = 0;
            Stretch best = {0, 0, 0, INT32_MIN};
            for (int ahead = 0; ahead < AHEAD && first + ahead < count; ahead++) {
                if (places[first + ahead] - places[first] != ahead) {
                    break;
                }
                int32_t total = single;
                if (ahead) {
                    const int32_t *last = scores[first + ahead] + 4 * kind;
                    total = begin + middle + last[2] + self->out[kind][0]
                            + self->steps[kind][ahead];
                    middle += last[1];
                }
                if (!(total > least[kind])) {
                    continue;
                }
                Stretch made = {places[first], places[first] + ahead + 1, kind, total};
                if (!best_only) {
                    if (add_stretch(found, made) < 0) {
                        return -1;
                    }
                }
                else if (total > best.total) {
                    best = made;
                }
            }
            if (best_only && best.total != INT32_MIN && add_stretch(found, best) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

/* stretches(text, begin, end, least): what may be names in text[begin:end], by their ends:
 * (start, end, kind, margin), offsets from ``begin``. ``least`` is the margin that each kind
 * must pass. */
static PyObject *model_stretches(Model *self, PyObject *args)
{
    PyObject *text;
    Py_ssize_t begin, end;
    double least[KINDS];
    if (!PyArg_ParseTuple(args, "Unn(dddd):stretches", &text, &begin, &end, least, least + 1,
                          least + 2, least + 3)
        || !is_text(text)) {
        return NULL;
    }
    if (begin < 0 || end < begin || end > PyUnicode_GET_LENGTH(text) || end - begin > 1 << 30) {
        PyErr_SetString(PyExc_ValueError, "a range of the text expected");
        return NULL;
    }
    for (int kind = 0; kind < KINDS; kind++) {
        least[kind] *= self->scale;
    }
    PyObject *made = NULL;
    Columns columns = {0};
    Stretches found = {0};
    int32_t(*scores)[16] = NULL;
    int32_t *places = PyMem_Malloc((end - begin + 1) * sizeof(int32_t));
    if (places == NULL) {
        PyErr_NoMemory();
        goto done;
    }
    if (columns_of(self, PyUnicode_KIND(text), PyUnicode_DATA(text), begin, end - begin,
                   &columns) < 0) {
        goto done;
    }
    Py_ssize_t count = candidates(self, &columns, places);
    scores = PyMem_Malloc((count + 1) * sizeof(*scores));
    if (scores == NULL) {
        PyErr_NoMemory();
        goto done;
    }
    for (Py_ssize_t number = 0; number < count; number++) {
        scores_at(self, &columns, places[number] + PAD, scores[number]);
    }
    Py_ssize_t beginnings;
    const int32_t(*all)[16] = (const int32_t(*)[16])scores;
    if (weigh_stretches(self, places, count, all, least, 0, &found, &beginnings) < 0) {
        goto done;
    }
    if (found.count > 3 * beginnings
        && weigh_stretches(self, places, count, all, least, 1, &found, &beginnings) < 0) {
        goto done;
    }
    if (found.count) {
        qsort(found.stretch, found.count, sizeof(Stretch), by_end);
    }
    made = PyList_New(found.count);
    for (Py_ssize_t number = 0; made && number < found.count; number++) {
        const Stretch *one = found.stretch + number;
        PyObject *item = Py_BuildValue("(iiid)", one->start, one->end, one->kind,
                                       one->total / self->scale);
        if (item == NULL) {
            Py_CLEAR(made);
            break;
        }
        PyList_SET_ITEM(made, number, item);
    }
done:
    PyMem_Free(places);
    PyMem_Free(scores);
    PyMem_Free(columns.memory);
    PyMem_Free(found.stretch);
    return made;
}

static PyMethodDef model_methods[] = {
    {"stretches", (PyCFunction)model_stretches, METH_VARARGS,
     "stretches(text, begin, end, least): (start, end, kind, margin) of what may be names."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot model_slots[] = {
    {Py_tp_doc, "A linear chain over hashed features of characters."},
    {Py_tp_new, model_new},
    {Py_tp_dealloc, model_dealloc},
    {Py_tp_methods, model_methods},
    {0, NULL},
};

static PyType_Spec model_spec = {
    "anonymizer.kernel.native.Model", sizeof(Model), 0, Py_TPFLAGS_DEFAULT, model_slots,
};

/* ------------------------------------------------------------------- module */

static int native_exec(PyObject *module)
{
    PyType_Spec *specs[] = {&sieve_spec, &terms_spec, &words_spec, &stems_spec, &model_spec};
    for (size_t number = 0; number < sizeof(specs) / sizeof(*specs); number++) {
        PyObject *type = PyType_FromSpec(specs[number]);
        if (type == NULL || PyModule_AddType(module, (PyTypeObject *)type) < 0) {
            Py_XDECREF(type);
            return -1;
        }
        if (specs[number] == &words_spec) {
            words_type = (PyTypeObject *)type;  /* the module keeps it alive */
        }
        Py_DECREF(type);
    }
    return 0;
}

static PyModuleDef_Slot native_module_slots[] = {
    {Py_mod_exec, native_exec},
    {0, NULL},
};

static struct PyModuleDef native_module = {
    PyModuleDef_HEAD_INIT, "native", "The loops over every character of a text.", 0, NULL,
    native_module_slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_native(void)
{
    return PyModuleDef_Init(&native_module);
}
