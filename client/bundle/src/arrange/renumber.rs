//! Gives the functions of a program other numbers.

use anyhow::{Context, Result, anyhow};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload};

/// The functions that a program brings along, in the order of their numbers.
pub(super) struct Functions<'a> {
    /// The number of each function's type.
    pub(super) types: Vec<u32>,
    /// Locals and instructions as they are written.
    pub(super) bodies: Vec<&'a [u8]>,
}

impl<'a> Functions<'a> {
    pub(super) fn parse(wasm: &'a [u8]) -> Result<Self> {
        let (mut types, mut bodies) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.context("read the program")? {
                Payload::FunctionSection(section) => {
                    types = section.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::CodeSectionEntry(body) => bodies.push(&wasm[body.range()]),
                _ => {}
            }
        }
        Ok(Self { types, bodies })
    }
}

/// Writes the program anew: `order` are the functions that stay, by their old place, in their new
/// order; `numbers` is the new place of every old function. Imported functions come before all
/// others and keep their numbers.
pub(super) fn renumber(wasm: &[u8], order: &[usize], numbers: &[usize]) -> Result<Vec<u8>> {
    let mut written = Renumbered {
        n_imported: n_imported(wasm)?,
        order,
        numbers,
    };
    let mut module = Module::new();
    written
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .map_err(|fault| anyhow!("renumber the functions: {fault}"))?;
    Ok(module.finish())
}

fn n_imported(wasm: &[u8]) -> Result<u32> {
    let mut n = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::ImportSection(section) = payload.context("read the program")? {
            for import in section.into_imports() {
                let is_function = matches!(
                    import.context("read the imports")?.ty,
                    wasmparser::TypeRef::Func(_) | wasmparser::TypeRef::FuncExact(_)
                );
                n += u32::from(is_function);
            }
        }
    }
    Ok(n)
}

struct Renumbered<'a> {
    n_imported: u32,
    order: &'a [usize],
    numbers: &'a [usize],
}

impl Renumbered<'_> {
    /// The items of a section, in the new order.
    fn in_order<T: Clone>(&self, items: &[T]) -> Vec<T> {
        self.order.iter().map(|&at| items[at].clone()).collect()
    }
}

/// Programs for browsers have no more functions than a number can count.
fn counted(place: usize) -> u32 {
    u32::try_from(place).expect("a program has fewer than four billion functions")
}

impl Reencode for Renumbered<'_> {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Self::Error>> {
        Ok(match function.checked_sub(self.n_imported) {
            Some(at) => self.n_imported + counted(self.numbers[at as usize]),
            None => function,
        })
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let types: Vec<u32> = section.into_iter().collect::<Result<_, _>>()?;
        for ty in self.in_order(&types) {
            functions.function(ty);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let bodies: Vec<FunctionBody<'_>> = section.into_iter().collect::<Result<_, _>>()?;
        for body in self.in_order(&bodies) {
            self.parse_function_body(code, body)?;
        }
        Ok(())
    }
}
