//! Arranges the functions of a program so that it compresses well.
//!
//! gzip finds a repetition only within the last 32 kB, and a program is thirty times as long:
//! what the compiler made twice from one generic function is paid for twice when it lies far
//! apart. So equal functions become one, and the others are put next to those that they
//! resemble. The program does the same as before; it is a twentieth smaller on its way.

mod likeness;
mod renumber;

use std::collections::HashMap;

use anyhow::Result;

use renumber::{Functions, renumber};

/// The same program, with equal functions folded into one and similar ones side by side.
pub(crate) fn arrange(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut wasm = wasm.to_vec();
    // Functions that call equal functions may be equal themselves once those are one.
    while let Some(folded) = fold(&wasm)? {
        wasm = folded;
    }
    let order = likeness::chain(&Functions::parse(&wasm)?.bodies);
    let numbers = positions(&order);
    renumber(&wasm, &order, &numbers)
}

/// The program with each function that is equal to an earlier one taken out, or none when there
/// is no such function.
fn fold(wasm: &[u8]) -> Result<Option<Vec<u8>>> {
    let functions = Functions::parse(wasm)?;
    let mut first = HashMap::new();
    let (mut kept, mut numbers) = (Vec::new(), Vec::new());
    for (at, function) in functions.types.iter().zip(&functions.bodies).enumerate() {
        let number = *first.entry(function).or_insert_with(|| {
            kept.push(at);
            kept.len() - 1
        });
        numbers.push(number);
    }
    if kept.len() == numbers.len() {
        return Ok(None);
    }
    renumber(wasm, &kept, &numbers).map(Some)
}

/// Where each function lies in an order of all functions.
fn positions(order: &[usize]) -> Vec<usize> {
    let mut positions = vec![0; order.len()];
    for (position, &function) in order.iter().enumerate() {
        positions[function] = position;
    }
    positions
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, ConstExpr, ElementSection, Elements, ExportKind, ExportSection, Function,
        FunctionSection, ImportSection, Module, RefType, TableSection, TableType, TypeSection,
        ValType,
    };

    use super::*;

    /// A program with one import, whose functions return what is given here, twice a call of the
    /// function before; all are in the table, the last one is exported.
    fn program(constants: &[i32]) -> Vec<u8> {
        let (mut types, mut imports, mut functions) = (
            TypeSection::new(),
            ImportSection::new(),
            FunctionSection::new(),
        );
        types.ty().function([], [ValType::I32]);
        imports.import("m", "f", wasm_encoder::EntityType::Function(0));
        let (mut code, mut numbers) = (CodeSection::new(), Vec::new());
        for (at, &constant) in (0_u32..).zip(constants) {
            functions.function(0);
            let mut function = Function::new([]);
            function.instructions().i32_const(constant);
            if constant < 0 {
                function.instructions().call(at).i32_add();
            }
            function.instructions().end();
            code.function(&function);
            numbers.push(at + 1);
        }
        let mut table = TableSection::new();
        table.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: numbers.len() as u64,
            maximum: None,
            shared: false,
        });
        let (mut exports, mut elements) = (ExportSection::new(), ElementSection::new());
        exports.export("last", ExportKind::Func, numbers[numbers.len() - 1]);
        elements.active(
            None,
            &ConstExpr::i32_const(0),
            Elements::Functions(numbers.into()),
        );
        let mut module = Module::new();
        module
            .section(&types)
            .section(&imports)
            .section(&functions)
            .section(&table)
            .section(&exports)
            .section(&elements)
            .section(&code);
        module.finish()
    }

    /// What the function at a place of the table returns, by following its one call.
    fn returned(wasm: &[u8]) -> Vec<Vec<i32>> {
        let functions = Functions::parse(wasm).unwrap();
        let follow = |mut number: u32| {
            let mut constants = Vec::new();
            loop {
                let Some(at) = number.checked_sub(1) else {
                    return constants;
                };
                let mut called = 0;
                let reader = wasmparser::BinaryReader::new(functions.bodies[at as usize], 0);
                let body = wasmparser::FunctionBody::new(reader);
                for operator in body.get_operators_reader().unwrap() {
                    match operator.unwrap() {
                        wasmparser::Operator::I32Const { value } => constants.push(value),
                        wasmparser::Operator::Call { function_index } => called = function_index,
                        _ => {}
                    }
                }
                number = called;
            }
        };
        let mut all = Vec::new();
        for payload in wasmparser::Parser::new(0).parse_all(wasm) {
            if let wasmparser::Payload::ElementSection(section) = payload.unwrap() {
                for element in section {
                    let wasmparser::ElementItems::Functions(numbers) = element.unwrap().items
                    else {
                        panic!("the table holds functions");
                    };
                    all.extend(numbers.into_iter().map(|number| follow(number.unwrap())));
                }
            }
        }
        all
    }

    #[test]
    fn every_place_of_the_table_still_does_the_same() {
        let wasm = program(&[1, -2, 7, -3, -2, 1, -2, 7, 1]);
        let arranged = arrange(&wasm).unwrap();
        wasmparser::validate(&arranged).unwrap();
        assert_eq!(returned(&arranged), returned(&wasm));
    }

    #[test]
    fn equal_functions_become_one_and_then_their_callers() {
        // 1, and who calls it, stand here three times; 7 stands alone.
        let wasm = program(&[1, -2, 7, 1, -2, 1, -2]);
        let n = |wasm: &[u8]| Functions::parse(wasm).unwrap().bodies.len();
        assert_eq!((n(&wasm), n(&arrange(&wasm).unwrap())), (7, 3));
    }

    #[test]
    fn the_same_program_is_arranged_in_the_same_way() {
        let wasm = program(&[5, -1, 4, -1, 3, -9, 2]);
        assert_eq!(arrange(&wasm).unwrap(), arrange(&wasm).unwrap());
    }
}
